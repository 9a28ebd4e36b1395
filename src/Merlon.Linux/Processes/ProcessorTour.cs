using System.Globalization;
using System.Runtime.InteropServices;

namespace Merlon.Linux.Processes;

/// <summary>
/// A thread's visit to each processor. Once it ran there, whatever the kernel did there before that no thread may
/// interrupt is over: as the way of a packet from a device to where it goes, though not that of one that a process
/// sends.
/// </summary>
static partial class ProcessorTour
{
    const string OnlineFile = "/sys/devices/system/cpu/online";
    const string VersionFile = "/proc/version";
    const int BitsOfMask = 8192;

    // Kernels made for real time handle packets in threads, which others interrupt.
    static readonly bool PacketsAreInterrupted =
        !File.Exists(VersionFile) || File.ReadAllText(VersionFile).Contains("PREEMPT_RT", StringComparison.Ordinal);

    /// <summary>Makes the tour with the calling thread, which is free to run anywhere afterwards as it was before.</summary>
    /// <param name="patience">How long a processor may let it wait: one may be lent to a thread that never lets go.</param>
    /// <returns>False where it did not get everywhere, or where that means nothing.</returns>
    public static bool TryMake(TimeSpan patience)
    {
        if (PacketsAreInterrupted || !File.Exists(OnlineFile)) return false;
        var before = new byte[BitsOfMask / 8];
        if (Native.sched_getaffinity(0, before.Length, before) != 0) return false;
        var thread = Native.gettid();
        using var rescue = new Timer(_ => Native.sched_setaffinity(thread, before.Length, before), null, patience, patience);
        try
        {
            return Online(File.ReadAllText(OnlineFile)).All(Visit);
        }
        finally
        {
            _ = Native.sched_setaffinity(0, before.Length, before);
        }
    }

    /// <summary>The numbers in a list of processors such as <c>0-3,8</c>.</summary>
    internal static IEnumerable<int> Online(string list)
    {
        foreach (var part in list.Trim().Split(','))
        {
            var ends = part.Split('-');
            var (first, last) = (Number(ends[0]), Number(ends[^1]));
            for (var processor = first; processor <= last; processor++) yield return processor;
        }
    }

    // The call returns once the thread may run there; that it does is seen by where it is: it may have been rescued.
    static bool Visit(int processor)
    {
        if (processor >= BitsOfMask) return false;
        var mask = new byte[BitsOfMask / 8];
        mask[processor / 8] = (byte)(1 << (processor % 8));
        return Native.sched_setaffinity(0, mask.Length, mask) == 0 && Native.sched_getcpu() == processor;
    }

    static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    static partial class Native
    {
        [LibraryImport("libc")]
        internal static partial int gettid();

        [LibraryImport("libc")]
        internal static partial int sched_getcpu();

        [LibraryImport("libc")]
        internal static partial int sched_getaffinity(int thread, nint size, [Out] byte[] mask);

        [LibraryImport("libc")]
        internal static partial int sched_setaffinity(int thread, nint size, byte[] mask);
    }
}

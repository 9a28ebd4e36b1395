using System.Runtime.InteropServices;
using Merlon.Linux.Processes;
using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>
/// Packets that the kernel is judging at this moment. It judges them as readers of read-copy-update, so that its barrier
/// for those has them behind it; and those from devices without a pause, so that whoever ran on each processor has.
/// </summary>
static partial class PacketsUnderWay
{
    // As long as the barrier takes; and where that is not to be had, a thousand times as long as a packet takes.
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns when each packet that was under way at the call has been judged.</summary>
    /// <param name="wait">Which packets: for those from devices a fraction of a millisecond, for all some milliseconds.</param>
    public static void Await(PacketWait wait)
    {
        if (wait == PacketWait.None || (wait == PacketWait.FromDevices && ProcessorTour.TryMake(Patience))) return;
        if (Native.membarrier(Native.MEMBARRIER_CMD_GLOBAL) < 0) Thread.Sleep(Patience);
    }

    static partial class Native
    {
        internal const int MEMBARRIER_CMD_GLOBAL = 1;

        // The C library has no function of its own for it.
        internal static long membarrier(int command) => syscall(Number, command, 0, 0);

        static nint Number => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 324 : 283;

        [LibraryImport("libc", SetLastError = true)]
        private static partial nint syscall(nint number, nint command, nint flags, nint processor);
    }
}

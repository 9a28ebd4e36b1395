using System.Runtime.InteropServices;

namespace Merlon.Linux.Processes;

/// <summary>This process, and others by their number.</summary>
public static partial class RunningProcess
{
    /// <summary>Asks a process to end. One that is gone is left in peace.</summary>
    public static void Terminate(int process) => _ = Native.kill(process, Native.SIGTERM);

    /// <summary>The user that this process belongs to.</summary>
    public static uint UserId => Native.getuid();

    static partial class Native
    {
        internal const int SIGTERM = 15;

        [LibraryImport("libc")]
        internal static partial uint getuid();

        [LibraryImport("libc", SetLastError = true)]
        internal static partial int kill(int process, int signal);
    }
}

using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Merlon.Lab.Kernel;

/// <summary>
/// Work in another network namespace. A namespace is a thread's: each piece of work has a thread of its own, which ends
/// with it. What it opens stays in the namespace, whoever uses it later.
/// </summary>
static partial class NetnsThread
{
    const int StackBytes = 256 * 1024;

    /// <summary>Where named network namespaces are.</summary>
    public const string Folder = "/run/netns";

    /// <summary>Runs the work and waits for it; what it throws is thrown here.</summary>
    public static void Run(string netns, Action work)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = Start(netns, work, caught => failure = ExceptionDispatchInfo.Capture(caught));
        thread.Join();
        failure?.Throw();
    }

    /// <summary>Starts the work. What it throws is given to <paramref name="failed"/>, on its thread.</summary>
    public static Thread Start(string netns, Action work, Action<Exception> failed)
    {
        var thread = new Thread(Work, StackBytes) { IsBackground = true, Name = netns };
        thread.Start();
        return thread;

        // The boundary of a thread: nobody above could catch.
        void Work()
        {
            try
            {
                Enter(netns);
                work();
            }
            catch (Exception e)
            {
                failed(e);
            }
        }
    }

    static void Enter(string netns)
    {
        using var file = File.OpenHandle(Path.Combine(Folder, netns));
        if (Native.setns(file, Native.CLONE_NEWNET) != 0) throw Errno.Exception("setns");
    }

    static partial class Native
    {
        public const int CLONE_NEWNET = 0x40000000;

        [LibraryImport("libc", SetLastError = true)]
        public static partial int setns(SafeFileHandle fd, int nstype);
    }
}

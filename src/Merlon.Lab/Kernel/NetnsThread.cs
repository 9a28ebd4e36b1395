using System.Runtime.ExceptionServices;
using Merlon.Linux;
using Merlon.Linux.Namespaces;

namespace Merlon.Lab.Kernel;

/// <summary>
/// Work in another network namespace. A namespace is a thread's: each piece of work has a thread of its own, which ends
/// with it. What it opens stays in the namespace, whoever uses it later.
/// </summary>
static class NetnsThread
{
    const int StackBytes = 256 * 1024;

    /// <summary>Where named network namespaces are.</summary>
    public const string Folder = "/run/netns";

    /// <summary>Runs the work and waits for it; what it throws is thrown here, errors of the kernel as of the lab.</summary>
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
                using var inside = NetworkNamespace.OpenNamed(netns);
                using var visit = inside.Enter();
                work();
            }
            catch (LinuxException e)
            {
                failed(new LabException(e.Message, e));
            }
            catch (Exception e)
            {
                failed(e);
            }
        }
    }
}

using System.Globalization;
using System.Runtime.InteropServices;

namespace Merlon.Linux.Namespaces;

/// <summary>
/// A network namespace, held open: it lives as long as something holds it. Threads enter and leave it; a socket or
/// device opened inside stays inside.
/// </summary>
public sealed partial class NetworkNamespace : IDisposable
{
    const string NamedFolder = "/run/netns";
    const string OfThisThread = "/proc/thread-self/ns/net";

    readonly FileDescriptor _file;

    NetworkNamespace(FileDescriptor file) => _file = file;

    /// <summary>Makes a namespace that only this handle holds: empty, with a loopback interface that is down.</summary>
    /// <exception cref="LinuxException">The kernel refused it, as to all but root.</exception>
    public static NetworkNamespace Create() => OnThreadOfItsOwn(() =>
    {
        if (Native.unshare(Native.CLONE_NEWNET) != 0) throw LinuxException.Last("unshare(CLONE_NEWNET)");
        return OpenFile(OfThisThread);
    });

    /// <summary>Opens a namespace that <c>ip netns add</c> made.</summary>
    /// <exception cref="ArgumentException">The name has a slash.</exception>
    /// <exception cref="LinuxException">There is none of that name.</exception>
    public static NetworkNamespace OpenNamed(string name)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            throw new ArgumentException($"`{name}` is no name of a namespace.", nameof(name));
        }
        return OpenFile($"{NamedFolder}/{name}");
    }

    /// <summary>Opens the namespace that a process is in.</summary>
    /// <exception cref="LinuxException">There is no such process, or it may not be looked at.</exception>
    public static NetworkNamespace OfProcess(int id) =>
        OpenFile(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/ns/net"));

    /// <summary>Opens the namespace that the calling thread is in.</summary>
    public static NetworkNamespace OfCurrentThread() => OpenFile(OfThisThread);

    /// <summary>
    /// Enters with the calling thread, until the result is disposed of on the same thread. Programs that the thread
    /// starts are inside too.
    /// </summary>
    /// <exception cref="LinuxException">The kernel refused it, as to all but root.</exception>
    public NamespaceVisit Enter()
    {
        var visit = new NamespaceVisit(OfCurrentThread());
        try
        {
            EnterForGood();
            return visit;
        }
        catch (LinuxException)
        {
            visit.Dispose();
            throw;
        }
    }

    /// <summary>Runs an action inside, on a thread of its own; what it throws is thrown here.</summary>
    public void RunInside(Action action) => RunInside(() =>
    {
        action();
        return true;
    });

    /// <inheritdoc cref="RunInside(Action)"/>
    public T RunInside<T>(Func<T> function) => OnThreadOfItsOwn(() =>
    {
        EnterForGood();
        return function();
    });

    public void Dispose() => _file.Dispose();

    internal void EnterForGood()
    {
        if (Native.setns(_file, Native.CLONE_NEWNET) != 0) throw LinuxException.Last("setns(CLONE_NEWNET)");
    }

    static NetworkNamespace OpenFile(string path)
    {
        var file = Native.open(path, Native.O_CLOEXEC);
        return file.IsInvalid ? throw LinuxException.Last($"open({path})") : new NetworkNamespace(file);
    }

    static T OnThreadOfItsOwn<T>(Func<T> function)
    {
        var result = new TaskCompletionSource<T>();
        var thread = new Thread(() =>
        {
            try
            {
                result.SetResult(function());
            }
            catch (Exception e)
            {
                result.SetException(e);
            }
        });
        thread.Start();
        thread.Join();
        return result.Task.GetAwaiter().GetResult();
    }

    static partial class Native
    {
        internal const int CLONE_NEWNET = 0x40000000;
        internal const int O_CLOEXEC = 0x80000;

        [LibraryImport("libc", SetLastError = true)]
        internal static partial int unshare(int flags);

        [LibraryImport("libc", SetLastError = true)]
        internal static partial int setns(FileDescriptor file, int type);

        [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        internal static partial FileDescriptor open(string path, int flags);
    }
}

using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Merlon.Conformance.Tests.Rig;

/// <summary>
/// A network namespace of its own, and a thread inside it. The kernel removes the namespace when the thread has ended
/// and the last socket made in it is closed.
/// </summary>
sealed partial class NetworkNamespace : IDisposable
{
    readonly BlockingCollection<Action> _work = [];
    readonly Thread _thread;

    public NetworkNamespace()
    {
        _thread = new Thread(Serve) { IsBackground = true, Name = "network namespace" };
        _thread.Start();
        FilePath = Run(Enter);
    }

    /// <summary>The file by which <c>ip</c> finds it.</summary>
    public string FilePath { get; }

    /// <summary>Runs something inside and waits for it.</summary>
    public T Run<T>(Func<T> action)
    {
        var result = new TaskCompletionSource<T>();
        _work.Add(() =>
        {
            try
            {
                result.SetResult(action());
            }
            catch (Exception e)
            {
                // The thread serves others: who asked is who is told.
                result.SetException(e);
            }
        });
        return result.Task.GetAwaiter().GetResult();
    }

    public void Run(Action action) => Run(() =>
    {
        action();
        return true;
    });

    /// <summary>
    /// Keeps the thread on the processor that it is on. What it sends then passes the kernel in one queue, in order.
    /// </summary>
    public void StayOnOneProcessor() => Run(() =>
    {
        Span<ulong> mask = stackalloc ulong[Native.MaskWords];
        var processor = Thread.GetCurrentProcessorId();
        mask[processor / 64] = 1UL << (processor % 64);
        if (Native.SetAffinity(0, Native.MaskWords * sizeof(ulong), mask) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    });

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    void Serve()
    {
        foreach (var action in _work.GetConsumingEnumerable()) action();
    }

    static string Enter()
    {
        if (Native.Unshare(Native.NewNetwork) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        return $"/proc/{new FileInfo("/proc/thread-self").LinkTarget}/ns/net";
    }

    static partial class Native
    {
        public const int NewNetwork = 0x40000000;
        public const int MaskWords = 16;

        [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
        internal static partial int Unshare(int flags);

        [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
        internal static partial int SetAffinity(int thread, nuint bytes, ReadOnlySpan<ulong> mask);
    }
}

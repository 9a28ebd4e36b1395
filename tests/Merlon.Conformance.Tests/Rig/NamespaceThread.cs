using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Merlon.Linux.Namespaces;

namespace Merlon.Conformance.Tests.Rig;

/// <summary>A network namespace of its own, and a thread that stays inside it.</summary>
sealed partial class NamespaceThread : IDisposable
{
    readonly NetworkNamespace _space = NetworkNamespace.Create();
    readonly BlockingCollection<Action> _work = [];
    readonly Thread _thread;

    public NamespaceThread()
    {
        _thread = new Thread(Serve) { IsBackground = true, Name = "network namespace" };
        _thread.Start();
        FilePath = Run(() => $"/proc/{new FileInfo("/proc/thread-self").LinkTarget}/ns/net");
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
        _space.Dispose();
    }

    void Serve()
    {
        using var visit = _space.Enter();
        foreach (var action in _work.GetConsumingEnumerable()) action();
    }

    static partial class Native
    {
        public const int MaskWords = 16;

        [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
        internal static partial int SetAffinity(int thread, nuint bytes, ReadOnlySpan<ulong> mask);
    }
}

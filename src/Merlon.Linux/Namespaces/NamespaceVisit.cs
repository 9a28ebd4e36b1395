namespace Merlon.Linux.Namespaces;

/// <summary>A thread's stay in a network namespace; it returns where this is disposed of, on the same thread.</summary>
public sealed class NamespaceVisit : IDisposable
{
    readonly NetworkNamespace _before;
    readonly int _thread = Environment.CurrentManagedThreadId;
    bool _isOver;

    internal NamespaceVisit(NetworkNamespace before) => _before = before;

    /// <exception cref="InvalidOperationException">Another thread entered.</exception>
    public void Dispose()
    {
        if (_isOver) return;
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("A thread leaves only where it entered itself.");
        }
        _before.EnterForGood();
        _before.Dispose();
        _isOver = true;
    }
}

namespace Merlon;

/// <summary>
/// Threads that a caller lends. The library starts none, and what it answers does not depend on them.
/// </summary>
/// <param name="Count">Into how many pieces work is worth cutting; at least one.</param>
/// <param name="Run">Does so many pieces of work, each by its number, and returns when all are done.</param>
public sealed record Workers(int Count, Action<int, Action<int>> Run)
{
    /// <summary>The caller's own thread: one piece after another.</summary>
    public static Workers None { get; } = new(1, (count, work) =>
    {
        for (var i = 0; i < count; i++) work(i);
    });
}

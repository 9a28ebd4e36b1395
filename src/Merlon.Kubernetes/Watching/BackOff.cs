namespace Merlon.Kubernetes.Watching;

/// <summary>
/// The waits between tries: doubled each time up to a limit, with up to as much again added by chance, so that clients
/// that failed together do not come back together.
/// </summary>
sealed class BackOff(TimeSpan first, TimeSpan longest, Random random)
{
    TimeSpan? _next;

    public void Reset() => _next = null;

    /// <param name="atLeast">What the server asks for, chance is added to it too; null where it does not.</param>
    public TimeSpan Next(TimeSpan? atLeast = null)
    {
        var delay = _next ?? first;
        _next = delay * 2 < longest ? delay * 2 : longest;
        return (atLeast > delay ? atLeast.Value : delay) * (1 + random.NextDouble());
    }
}

namespace Merlon.Kubernetes.Access;

/// <summary>
/// Credentials that somebody else may replace: read again each minute, and where the server refuses them.
/// </summary>
abstract class RereadCredentials(TimeProvider time) : CredentialSource
{
    static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    readonly Lock _lock = new();
    Credential? _last;
    long _readAt;

    public sealed override ValueTask<Credential> GetAsync(bool renew, CancellationToken stop)
    {
        lock (_lock)
        {
            if (_last is null || renew || time.GetElapsedTime(_readAt) >= Age)
            {
                (_last, _readAt) = (Read(), time.GetTimestamp());
            }
            return new(_last);
        }
    }

    /// <summary>Called by one thread at a time.</summary>
    /// <exception cref="ClusterAccessException">They cannot be read.</exception>
    protected abstract Credential Read();
}

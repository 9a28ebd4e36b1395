using System.Security.Cryptography.X509Certificates;

namespace Merlon.Kubernetes.Access;

/// <summary>A token in a file that someone else replaces before it expires: read again every minute.</summary>
sealed class TokenFile(string path, X509Certificate2? certificate, TimeProvider time) : CredentialSource
{
    static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    readonly Lock _lock = new();
    Credential? _last;
    long _readAt;

    public override ValueTask<Credential> GetAsync(bool renew, CancellationToken stop)
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

    Credential Read()
    {
        string token;
        try
        {
            token = File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClusterAccessException($"the token file `{path}` cannot be read: {e.Message}", e);
        }
        if (token.Length == 0) throw new ClusterAccessException($"the token file `{path}` is empty");
        return Credential.OfToken(token) with { Certificate = certificate };
    }
}

using System.Security.Cryptography.X509Certificates;

namespace Merlon.Kubernetes.Access;

/// <summary>What proves to an API server who asks. None of it is there for an anonymous client.</summary>
/// <param name="Authorization">The value of the <c>Authorization</c> header.</param>
/// <param name="Certificate">The client's certificate with its key.</param>
sealed record Credential(string? Authorization, X509Certificate2? Certificate)
{
    public static Credential None { get; } = new(null, null);

    public static Credential OfToken(string token) => new("Bearer " + token, null);

    // A record would print its secrets.
    public override string ToString() => nameof(Credential);
}

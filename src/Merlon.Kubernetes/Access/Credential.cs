namespace Merlon.Kubernetes.Access;

/// <summary>What proves to an API server who asks. None of it is there for an anonymous client.</summary>
/// <param name="Authorization">The value of the <c>Authorization</c> header.</param>
/// <param name="Certificate">The client's certificate. Connections belong to it: another object takes new ones.</param>
sealed record Credential(string? Authorization, ClientCertificate? Certificate)
{
    public static Credential None { get; } = new(null, null);

    // A record would print its secrets.
    public override string ToString() => nameof(Credential);
}

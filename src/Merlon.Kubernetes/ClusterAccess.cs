using System.Net;
using System.Security.Cryptography.X509Certificates;
using Merlon.Kubernetes.Access;

namespace Merlon.Kubernetes;

/// <summary>Where an API server is, how it is known to be the right one, and who asks.</summary>
public sealed class ClusterAccess
{
    internal ClusterAccess(Uri server, CredentialSource credentials) => (Server, Credentials) = (server, credentials);

    /// <summary>Its address, with a path where it stands behind something that serves several.</summary>
    public Uri Server { get; }

    /// <summary>Where the access was found, for people: <c>context admin of ~/.kube/config</c>.</summary>
    public string Origin { get; internal init; } = "";

    /// <summary>The namespace of names without one.</summary>
    public string Namespace { get; internal init; } = "default";

    internal CredentialSource Credentials { get; }

    /// <summary>Who may vouch for the server; empty for those whom the system trusts.</summary>
    internal X509Certificate2Collection Authorities { get; init; } = [];

    /// <summary>The name in the server's certificate; null for that of its address.</summary>
    internal string? TlsServerName { get; init; }

    /// <summary>Whether any certificate will do, because the configuration says so.</summary>
    internal bool SkipsTlsVerify { get; init; }

    internal IWebProxy? Proxy { get; init; }

    /// <summary>Headers for acting as somebody else.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Impersonation { get; init; } = [];
}

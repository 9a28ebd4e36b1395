using System.Security.Cryptography.X509Certificates;
using Merlon.Kubernetes.Access;

namespace Merlon.Kubernetes;

/// <summary>The access that a pod is given to the API server of its own cluster.</summary>
public static class InClusterConfig
{
    const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Whether this process runs in a pod.</summary>
    public static bool IsAvailable =>
        Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST") is { Length: > 0 }
        && File.Exists(Path.Combine(Folder, "token"));

    /// <exception cref="ClusterAccessException">This process runs in no pod, or its pod has no service
    /// account.</exception>
    public static ClusterAccess Load(TimeProvider? time = null) => Load(
        Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST"),
        Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT"),
        Folder,
        time ?? TimeProvider.System);

    internal static ClusterAccess Load(string? host, string? port, string folder, TimeProvider time)
    {
        if (string.IsNullOrEmpty(host))
        {
            throw new ClusterAccessException("KUBERNETES_SERVICE_HOST is not set: this is no pod of a cluster");
        }
        var authorities = new X509Certificate2Collection();
        var bundle = Path.Combine(folder, "ca.crt");
        try
        {
            authorities.ImportFromPemFile(bundle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException
            or System.Security.Cryptography.CryptographicException)
        {
            throw new ClusterAccessException($"the cluster's certificate authority `{bundle}` cannot be read: {e.Message}", e);
        }
        var address = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        return new ClusterAccess(
            new Uri($"https://{address}:{(string.IsNullOrEmpty(port) ? "443" : port)}"),
            new TokenFile(Path.Combine(folder, "token"), time))
        {
            Origin = "the pod's service account",
            Authorities = authorities,
            Namespace = NamespaceOf(folder),
        };
    }

    static string NamespaceOf(string folder)
    {
        var file = Path.Combine(folder, "namespace");
        return File.Exists(file) ? File.ReadAllText(file).Trim() : "default";
    }
}

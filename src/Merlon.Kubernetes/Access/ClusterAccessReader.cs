using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Merlon.Kubernetes.Access;

/// <summary>Reads how to reach a cluster from the entries of a kubeconfig.</summary>
static class ClusterAccessReader
{
    public static ClusterAccess Read(
        ConfigValue cluster, ConfigValue? user, string? @namespace, string origin, TimeProvider time)
    {
        var server = ServerOf(cluster);
        var skips = cluster.Flag("insecure-skip-tls-verify");
        var authorities = AuthoritiesOf(cluster);
        if (skips && authorities.Count > 0)
        {
            throw cluster.Fault("insecure-skip-tls-verify", "cannot stand beside a certificate authority");
        }
        return new ClusterAccess(server, CredentialsOf(server, cluster, user, time))
        {
            Origin = origin,
            Namespace = @namespace ?? "default",
            Authorities = authorities,
            SkipsTlsVerify = skips,
            TlsServerName = cluster.Text("tls-server-name"),
            Proxy = ProxyOf(cluster, server),
            Impersonation = user is null ? [] : [.. ImpersonationOf(user)],
        };
    }

    static Uri ServerOf(ConfigValue cluster)
    {
        var text = cluster.Text("server") ?? throw cluster.Fault("server", "is missing");
        if (!text.Contains("://", StringComparison.Ordinal)) text = "http://" + text;
        return Uri.TryCreate(text, UriKind.Absolute, out var server) && server.Scheme is "https" or "http"
            ? new Uri(text)
            : throw cluster.Fault("server", $"is `{text}`, which is no address of an API server");
    }

    static X509Certificate2Collection AuthoritiesOf(ConfigValue cluster)
    {
        const string field = "certificate-authority";
        if (PemOf(cluster, field) is not { } pem) return [];
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw cluster.Fault(field, $"holds a certificate that cannot be read: {e.Message}", e);
        }
        return found.Count > 0 ? found : throw cluster.Fault(field, "holds no certificate");
    }

    // As kubectl does, nobody's credentials are sent where everyone could read them.
    static CredentialSource CredentialsOf(Uri server, ConfigValue cluster, ConfigValue? user, TimeProvider time)
    {
        if (user is null || server.Scheme != "https") return CredentialSource.Fixed(Credential.None);
        if (user.Object("auth-provider") is { } provider)
        {
            throw user.Fault("auth-provider", $"`{provider.Text("name")}` is of a kind that clients no longer know: use exec");
        }
        if (user.Object("exec") is { } exec) return ExecPlugin.Read(exec, cluster, time);
        return new UserCredentials(user, time);
    }

    static IWebProxy? ProxyOf(ConfigValue cluster, Uri server)
    {
        if (cluster.Text("proxy-url") is not { } text) return ProxyRules.For(server, Environment.GetEnvironmentVariable);
        return Uri.TryCreate(text, UriKind.Absolute, out var proxy) && proxy.Scheme is "http" or "https" or "socks5"
            ? ProxyRules.ProxyAt(new Uri(text))
            : throw cluster.Fault("proxy-url", $"is `{text}`: an http, https or socks5 address belongs here");
    }

    static IEnumerable<KeyValuePair<string, string>> ImpersonationOf(ConfigValue user)
    {
        if (user.Text("as") is { } name) yield return new("Impersonate-User", name);
        if (user.Text("as-uid") is { } uid) yield return new("Impersonate-Uid", uid);
        foreach (var member in user.Texts("as-groups")) yield return new("Impersonate-Group", member);
        foreach (var (key, value) in user.TextLists("as-user-extra"))
        {
            yield return new($"Impersonate-Extra-{Uri.EscapeDataString(key)}", value);
        }
    }

    /// <summary>A PEM text that stands in the file itself (<c>field-data</c>) or in another; null where neither is
    /// named. What stands in the file itself counts.</summary>
    public static string? PemOf(ConfigValue owner, string field)
    {
        if (owner.Text(field + "-data") is { } data)
        {
            try
            {
                return Encoding.UTF8.GetString(Convert.FromBase64String(data));
            }
            catch (FormatException e)
            {
                throw owner.Fault(field + "-data", "is not base64", e);
            }
        }
        if (owner.FilePath(field) is not { } path) return null;
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw owner.Fault(field, $"names `{path}`, which cannot be read: {e.Message}", e);
        }
    }
}

using System.Net;

namespace Merlon.Kubernetes.Access;

/// <summary>
/// The proxy that the environment asks for, by the rules of kubectl: <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c> and
/// <c>NO_PROXY</c>, in capitals or not; what runs on this host is reached directly.
/// </summary>
static class ProxyRules
{
    public static IWebProxy? For(Uri server, Func<string, string?> environment)
    {
        var name = server.Scheme == "https" ? "HTTPS_PROXY" : "HTTP_PROXY";
        if (Either(name) is not { } text || server.IsLoopback) return null;
        if (!text.Contains("://", StringComparison.Ordinal)) text = "http://" + text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var proxy))
        {
            throw new ClusterAccessException($"{name} is `{text}`, which is no address of a proxy");
        }
        var exceptions = (Either("NO_PROXY") ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return exceptions.Any(exception => Covers(exception, server)) ? null : ProxyAt(proxy);

        string? Either(string variable)
        {
            var value = environment(variable);
            if (string.IsNullOrEmpty(value)) value = environment(variable.ToLowerInvariant());
            return string.IsNullOrEmpty(value) ? null : value;
        }
    }

    public static IWebProxy ProxyAt(Uri proxy)
    {
        var found = new WebProxy(proxy) { BypassProxyOnLocal = false };
        if (proxy.UserInfo.Split(':', 2) is [{ Length: > 0 } name, .. var rest])
        {
            found.Credentials = new NetworkCredential(
                Uri.UnescapeDataString(name), rest is [var password] ? Uri.UnescapeDataString(password) : "");
        }
        return found;
    }

    // An address, a block of addresses, or a domain with all below it; a port may follow.
    static bool Covers(string exception, Uri server)
    {
        if (exception == "*") return true;
        var host = server.IdnHost;
        if (IPNetwork.TryParse(exception, out var block))
        {
            return IPAddress.TryParse(host, out var address) && block.Contains(address);
        }
        if (IPAddress.TryParse(exception, out var single)) return IPAddress.TryParse(host, out var one) && one.Equals(single);
        var (name, port) = Split(exception);
        if (port is not null && port != server.Port) return false;
        if (IPAddress.TryParse(name.Trim('[', ']'), out var other)) return IPAddress.TryParse(host, out var own) && own.Equals(other);
        name = name.TrimStart('*');
        return host.EndsWith(name.StartsWith('.') ? name : "." + name, StringComparison.OrdinalIgnoreCase)
            || host.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    static (string Name, int? Port) Split(string exception)
    {
        var colon = exception.LastIndexOf(':');
        return colon > 0 && int.TryParse(exception[(colon + 1)..], out var port)
            ? (exception[..colon], port)
            : (exception, null);
    }
}

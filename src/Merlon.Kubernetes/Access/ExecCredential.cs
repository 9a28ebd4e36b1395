using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Merlon.Kubernetes.Access;

/// <summary>What a credential plugin is told and what it answers.</summary>
/// <param name="Credential">The credential.</param>
/// <param name="Expires">When it is of no use any more; null where it does not say.</param>
sealed record ExecCredential(Credential Credential, DateTimeOffset? Expires)
{
    /// <summary>The value of <c>KUBERNETES_EXEC_INFO</c>.</summary>
    /// <param name="apiVersion">The version that is spoken.</param>
    /// <param name="cluster">What it may know of the cluster; null for nothing.</param>
    public static string Request(string apiVersion, ConfigValue? cluster)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kind", "ExecCredential");
            json.WriteString("apiVersion", apiVersion);
            json.WriteStartObject("spec");
            json.WriteBoolean("interactive", false);
            if (cluster is not null) WriteCluster(json, cluster);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <exception cref="FormatException">It is no answer of a plugin.</exception>
    public static ExecCredential Parse(string text, string apiVersion)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (TextOf(root, "kind") != "ExecCredential") throw new FormatException("its kind is not ExecCredential");
            if (TextOf(root, "apiVersion") != apiVersion) throw new FormatException($"its apiVersion is not {apiVersion}");
            if (!root.TryGetProperty("status", out var status)) throw new FormatException("it has no status");
            return OfStatus(status);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("it is not the JSON that was asked for", e);
        }
    }

    static ExecCredential OfStatus(JsonElement status)
    {
        var token = TextOf(status, "token");
        var certificate = (TextOf(status, "clientCertificateData"), TextOf(status, "clientKeyData")) switch
        {
            (null, null) => null,
            ({ } pem, { } key) => ClientCertificate.FromPem(pem, key),
            _ => throw new FormatException("of a certificate and its key one is missing"),
        };
        if (token is null && certificate is null) throw new FormatException("it has neither a token nor a certificate");
        DateTimeOffset? expires = TextOf(status, "expirationTimestamp") is { } time
            ? DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)
            : null;
        return new ExecCredential(new Credential(token is null ? null : "Bearer " + token, certificate), expires);
    }

    static void WriteCluster(Utf8JsonWriter json, ConfigValue cluster)
    {
        json.WriteStartObject("cluster");
        json.WriteString("server", cluster.Text("server"));
        if (cluster.Text("tls-server-name") is { } name) json.WriteString("tls-server-name", name);
        if (cluster.Flag("insecure-skip-tls-verify")) json.WriteBoolean("insecure-skip-tls-verify", true);
        if (ClusterAccessReader.PemOf(cluster, "certificate-authority") is { } authority)
        {
            json.WriteBase64String("certificate-authority-data", Encoding.UTF8.GetBytes(authority));
        }
        if (cluster.Text("proxy-url") is { } proxy) json.WriteString("proxy-url", proxy);
        json.WriteEndObject();
    }

    static string? TextOf(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetString() : null;
}

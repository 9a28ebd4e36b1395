using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Merlon.Diagnostics;
using Merlon.Linting.Suppressions;
using Merlon.Manifests;
using Merlon.Manifests.Nodes;
using Merlon.Model;

namespace Merlon.Linting.Configuration;

/// <summary>Reads <c>merlon.yaml</c>, and names every field that is not one.</summary>
sealed class ConfigurationReader(string file, List<string> errors)
{
    public static LintConfiguration Read(SourceText source, List<string> errors)
    {
        var (roots, faults) = YamlTreeBuilder.Build(
            Encoding.UTF8.GetString(source.Content.Span), 1, ManifestLimits.Default);
        errors.AddRange(faults.Select(fault => $"{source.Name}:{fault.Line}:{fault.Column}: {fault.Message}"));
        if (roots is not [var root, ..] || root.IsNull) return LintConfiguration.Empty;
        return new ConfigurationReader(source.Name, errors).ReadRoot(root);
    }

    LintConfiguration ReadRoot(Node root)
    {
        var fields = Fields(root, "the file", "cluster", "lint");
        var lint = Fields(fields?["lint"], "lint", "failOn", "ignore");
        return new LintConfiguration
        {
            Facts = ReadFacts(fields?["cluster"]),
            Ignore = [.. Elements(lint?["ignore"]).Select(ReadSuppression).OfType<Suppression>()],
            FailOn = ReadSeverity(lint?["failOn"]),
        };
    }

    ClusterFacts ReadFacts(Node? node)
    {
        var cluster = Fields(
            node, "cluster", "dns", "apiServers", "podRanges", "nodeRanges", "serviceRanges", "dualStack");
        if (cluster is null) return ClusterFacts.None;
        var dns = Fields(cluster["dns"], "cluster.dns", "addresses", "port");
        var api = Fields(cluster["apiServers"], "cluster.apiServers", "addresses", "port");
        return new ClusterFacts
        {
            DnsAddresses = Addresses(dns?["addresses"]),
            DnsPort = Port(dns?["port"]) ?? ClusterFacts.None.DnsPort,
            ApiAddresses = Addresses(api?["addresses"]),
            ApiPort = Port(api?["port"]) ?? ClusterFacts.None.ApiPort,
            PodRanges = Ranges(cluster["podRanges"]),
            NodeRanges = Ranges(cluster["nodeRanges"]),
            ServiceRanges = Ranges(cluster["serviceRanges"]),
            IsDualStack = Boolean(cluster["dualStack"]),
        };
    }

    Suppression? ReadSuppression(Node node)
    {
        var entry = Fields(node, "an entry of lint.ignore", "code", "object", "reason");
        if (entry is null) return null;
        var code = Text(entry["code"]);
        if (code is null || LintRules.Find(code) is null)
        {
            Fault(entry["code"] ?? node, $"`{code}` is not a code of lint");
            return null;
        }
        if (Text(entry["reason"]) is not { Length: > 0 } reason)
        {
            Fault(node, "an entry of lint.ignore needs a reason");
            return null;
        }
        return new Suppression(code.ToUpperInvariant(), Text(entry["object"]), reason);
    }

    Severity? ReadSeverity(Node? node)
    {
        if (Text(node) is not { } text) return null;
        if (Enum.TryParse<Severity>(text, ignoreCase: true, out var severity) && !char.IsAsciiDigit(text[0])) return severity;
        Fault(node!, $"`{text}` is not a severity: error, warning or info");
        return null;
    }

    MappingNode? Fields(Node? node, string what, params ReadOnlySpan<string> names)
    {
        if (node is null or { IsNull: true }) return null;
        if (node is not MappingNode mapping)
        {
            Fault(node, $"{what} is an object");
            return null;
        }
        foreach (var field in mapping.Fields)
        {
            if (names.Contains(field.Key)) continue;
            errors.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{file}:{field.Line}:{field.Column}: `{field.Key}` is not a field of {what}: {string.Join(", ", names!)}"));
        }
        return mapping;
    }

    IEnumerable<Node> Elements(Node? node)
    {
        if (node is SequenceNode list) return list.Items;
        if (node is { IsNull: false }) Fault(node, "this is a list");
        return [];
    }

    ImmutableArray<IpAddress> Addresses(Node? node) => [.. Elements(node).SelectMany(item => Address(item))];

    IEnumerable<IpAddress> Address(Node item)
    {
        if (IpAddress.TryParse(Text(item), out var address)) return [address];
        Fault(item, $"`{Text(item)}` is not an address such as 10.244.0.10");
        return [];
    }

    ImmutableArray<Cidr> Ranges(Node? node) => [.. Elements(node).SelectMany(item => Range(item))];

    IEnumerable<Cidr> Range(Node item)
    {
        if (Cidr.TryParse(Text(item), out var cidr)) return [cidr];
        Fault(item, $"`{Text(item)}` is not a CIDR such as 10.244.0.0/16");
        return [];
    }

    ushort? Port(Node? node)
    {
        if (node is null or { IsNull: true }) return null;
        if (ushort.TryParse(Text(node), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0) return port;
        Fault(node, $"`{Text(node)}` is not a port");
        return null;
    }

    bool? Boolean(Node? node)
    {
        if (node is null or { IsNull: true }) return null;
        if (node is ScalarNode { Type: ScalarType.Boolean } scalar) return YamlScalar.IsTrue(scalar.Text);
        Fault(node, "this is true or false");
        return null;
    }

    static string? Text(Node? node) => node is ScalarNode { IsNull: false } scalar ? scalar.Text : null;

    void Fault(Node at, string message) =>
        errors.Add(string.Create(CultureInfo.InvariantCulture, $"{file}:{at.Line}:{at.Column}: {message}"));
}

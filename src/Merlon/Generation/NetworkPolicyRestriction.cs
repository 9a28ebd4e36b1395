using System.Text;
using Merlon.Model;

namespace Merlon.Generation;

/// <summary>
/// The restriction as a NetworkPolicy: it cannot deny, so it allows everything but the ports of the nodes, for every pod
/// of one namespace that is not left alone.
/// </summary>
static class NetworkPolicyRestriction
{
    public static GeneratedText? Write(Restriction restriction, string? @namespace, out string? error)
    {
        error = null;
        if (@namespace is null)
        {
            error = "a NetworkPolicy governs one namespace: name it with -n";
            return null;
        }
        var allowed = restriction.Allowed.Where(pods => pods.Namespace is null || pods.Namespace == @namespace).ToList();
        if (allowed.Find(pods => pods.Labels.Length > 1) is { } several)
        {
            error = $"a NetworkPolicy cannot leave out pods by several labels at once (`{several}`): allow them by one";
            return null;
        }
        var yaml = new StringBuilder($$"""
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: {{restriction.Name}}, namespace: {{@namespace}}}
            spec:
              podSelector:{{Selector(allowed)}}
              policyTypes: [Egress]
              egress:
                - to:

            """.ReplaceLineEndings("\n"));
        foreach (var family in new[] { IpFamily.IPv4, IpFamily.IPv6 })
        {
            AllBut(yaml, family, [.. restriction.NodesOf(family)]);
        }
        yaml.Append("    - to:\n");
        foreach (var block in restriction.Nodes) yaml.Append($"        - ipBlock: {{cidr: \"{block}\"}}\n");
        yaml.Append("      ports:\n");
        if (restriction.Ports.First > 1) yaml.Append(Port(1, (ushort)(restriction.Ports.First - 1)));
        if (restriction.Ports.Last < ushort.MaxValue)
        {
            yaml.Append(Port((ushort)(restriction.Ports.Last + 1), ushort.MaxValue));
        }
        yaml.Append("        - {protocol: UDP}\n        - {protocol: SCTP}\n");
        string[] caveats =
        [
            "It holds in this namespace alone: write one for each, and for each that is added.",
            "ICMP from these pods to the nodes is lost: a rule with ports never matches it.",
            RestrictionWriter.HostNetwork,
            RestrictionWriter.MissingFamily(restriction),
        ];
        return new GeneratedText(yaml.ToString(), [.. caveats.Where(caveat => caveat.Length > 0)]);
    }

    static string Selector(List<AllowedPods> allowed)
    {
        if (allowed.Count == 0) return " {}";
        var keys = allowed.Select(pods => pods.Labels[0])
            .GroupBy(label => label.Key, label => $"\"{label.Value}\"", StringComparer.Ordinal)
            .Select(key => $"\n      - {{key: {key.Key}, operator: NotIn, values: [{string.Join(", ", key.Distinct())}]}}");
        return "\n    matchExpressions:" + string.Concat(keys);
    }

    static void AllBut(StringBuilder yaml, IpFamily family, Cidr[] nodes)
    {
        var except = nodes.Length == 0 ? "" : $", except: [{string.Join(", ", nodes.Select(block => $"\"{block}\""))}]";
        yaml.Append($"        - ipBlock: {{cidr: \"{Cidr.All(family)}\"{except}}}\n");
    }

    static string Port(ushort first, ushort last) => first == last
        ? $"        - {{protocol: TCP, port: {first}}}\n"
        : $"        - {{protocol: TCP, port: {first}, endPort: {last}}}\n";
}

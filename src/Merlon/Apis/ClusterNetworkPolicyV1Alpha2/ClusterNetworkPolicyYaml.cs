using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Merlon.Apis.ClusterPolicies;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Apis.ClusterNetworkPolicyV1Alpha2;

/// <summary>Writes a ClusterNetworkPolicy as a manifest.</summary>
static class ClusterNetworkPolicyYaml
{
    public static string Write(ClusterPolicyResource policy)
    {
        var text = new StringBuilder();
        text.Append("apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata:\n");
        Line(text, $"  name: {SelectorYaml.Quote(policy.Meta.Name)}");
        if (policy.Meta.Labels.Count > 0)
        {
            var labels = policy.Meta.Labels.Select(label =>
                $"{SelectorYaml.Quote(label.Key)}: {SelectorYaml.Quote(label.Value)}");
            Line(text, $"  labels: {{{string.Join(", ", labels)}}}");
        }
        Line(text, $"spec:\n  tier: {policy.Tier}\n  priority: {policy.Priority}\n  subject:\n    {Peer(policy.Subject, "    ")}");
        WriteRules(text, "ingress", "from", policy.Ingress);
        WriteRules(text, "egress", "to", policy.Egress);
        return text.ToString();
    }

    static void WriteRules(StringBuilder text, string field, string side, ImmutableArray<ClusterRuleSpec> rules)
    {
        if (rules.IsEmpty) return;
        Line(text, $"  {field}:");
        foreach (var rule in rules)
        {
            Line(text, $"  - action: {Word(rule.Action)}");
            if (rule.Name is { Length: > 0 } name) Line(text, $"    name: {Quoted(name)}");
            Line(text, $"    {side}:");
            foreach (var peer in rule.Peers) Line(text, $"    - {Peer(peer, "      ")}");
            if (rule.Ports.IsEmpty) continue;
            text.Append("    protocols:\n");
            foreach (var port in rule.Ports) Line(text, $"    - {Port(port)}");
        }
    }

    static string Word(RuleAction? action) => action switch
    {
        RuleAction.Allow => "Accept",
        RuleAction.Deny or RuleAction.Pass => $"{action}",
        _ => throw new InvalidOperationException($"{action} is no action of a ClusterNetworkPolicy."),
    };

    static string Peer(ClusterPeerSpec peer, string indent) => peer switch
    {
        ClusterPeerSpec.Namespaces namespaces => $"namespaces: {SelectorYaml.Write(namespaces.Selector)}",
        ClusterPeerSpec.Nodes nodes => $"nodes: {SelectorYaml.Write(nodes.Selector)}",
        ClusterPeerSpec.Pods { NamespaceSelector: { } outer } pods =>
            $"pods:\n{indent}  namespaceSelector: {SelectorYaml.Write(outer)}\n"
                + $"{indent}  podSelector: {SelectorYaml.Write(pods.PodSelector)}",
        ClusterPeerSpec.Pods pods => $"pods: {{podSelector: {SelectorYaml.Write(pods.PodSelector)}}}",
        ClusterPeerSpec.Networks networks => $"networks: [{string.Join(", ", networks.Blocks.Select(Block))}]",
        ClusterPeerSpec.DomainNames names => $"domainNames: [{string.Join(", ", names.Names.Select(name => $"\"{name}\""))}]",
        _ => throw new InvalidOperationException($"A {peer.GetType().Name} cannot be written."),
    };

    static string Block(Cidr block) => block.Family == IpFamily.IPv6 ? $"\"{block}\"" : block.ToString();

    static string Port(ClusterPortSpec port) => port switch
    {
        ClusterPortSpec.Named named => $"destinationNamedPort: {Quoted(named.Name)}",
        ClusterPortSpec.Numbers numbers => numbers.First == numbers.Last
            ? $"{Protocol(numbers)}: {{destinationPort: {{number: {numbers.First}}}}}"
            : $"{Protocol(numbers)}: {{destinationPort: {{range: {{start: {numbers.First}, end: {numbers.Last}}}}}}}",
        _ => throw new InvalidOperationException($"A {port.GetType().Name} cannot be written."),
    };

    static string Protocol(ClusterPortSpec.Numbers numbers) => numbers.Protocol.ToString().ToLowerInvariant();

    // Free text may hold anything: JSON's quotes are YAML's too.
    static string Quoted(string text) =>
        $"\"{System.Text.Json.JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}

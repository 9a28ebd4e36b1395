using System.Text;
using Merlon.Apis.Iptables;
using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Conversion.Hosts;

/// <summary>Converts the rules of hosts to Calico v3: a HostEndpoint for each node and one policy for all of them.</summary>
public static class HostRulesConversion
{
    /// <param name="text">The rules.</param>
    /// <param name="name">What everything is named after: lower-case letters, digits and hyphens.</param>
    /// <param name="nodes">The nodes that get a HostEndpoint.</param>
    public static ConvertedHostRules Convert(IptablesText text, string name, IReadOnlyList<string> nodes)
    {
        var skipped = new List<string>();
        var rules = new List<CalicoHostRule>();
        var families = text.Firewall.Rulesets.Select(ruleset => ruleset.Family).ToList();
        foreach (var ruleset in text.Firewall.Rulesets)
        {
            // Rules of one version are made to hold for both, unless the other has rules of its own.
            rules.AddRange(Read(ruleset, families.Count > 1 ? ruleset.Family : null, skipped));
        }
        var yaml = Write(Joined(rules), name, nodes);
        return new ConvertedHostRules(
            yaml, [.. skipped], HostRuleDifferences.Find(text.Firewall, yaml, name));
    }

    static IEnumerable<CalicoHostRule> Read(FirewallRuleset ruleset, IpFamily? version, List<string> skipped)
    {
        FirewallChain? input = null;
        foreach (var chain in ruleset.Chains.Where(chain => chain.Rules.Length > 0 || chain.DropsTheRest))
        {
            if (chain is { Table: "filter", Hook: FirewallHook.Input }) input = chain;
            else skipped.Add($"chain {chain}: only INPUT of table filter is converted");
        }
        foreach (var rule in input?.Rules ?? [])
        {
            if (CalicoHostRuleReader.Read(rule, version, out var whyNot) is { } read) yield return read;
            else if (whyNot is not null) skipped.Add($"{rule.Origin.ToShortString()}: `{rule.Text}`: {whyNot}");
        }
        yield return new CalicoHostRule { Action = input is { DropsTheRest: true } ? "Deny" : "Allow", Version = version };
    }

    static List<CalicoHostRule> Joined(List<CalicoHostRule> rules)
    {
        var joined = new List<CalicoHostRule>();
        foreach (var rule in rules)
        {
            if (joined is [.., var last] && last.IsAlike(rule))
            {
                joined[^1] = last with { Sources = [.. last.Sources.Concat(rule.Sources).Distinct()] };
            }
            else joined.Add(rule);
        }
        return joined;
    }

    static string Write(List<CalicoHostRule> rules, string name, IReadOnlyList<string> nodes)
    {
        var yaml = new StringBuilder();
        var lines = new List<string>();
        var sets = 0;
        foreach (var rule in rules)
        {
            // Several addresses become a set, which stays right when nodes are added to it.
            var isSet = rule.Sources.Length > 1 && !rule.AreSourcesNegated;
            var set = !isSet ? null : ++sets == 1 ? $"{name}-sources" : $"{name}-sources-{sets}";
            if (set is not null) Document(yaml, $"""
                kind: GlobalNetworkSet
                metadata: {Braced($"name: {set}, labels: {Braced($"role: {set}")}")}
                spec: {Braced($"nets: [{string.Join(", ", rule.Sources.Select(block => $"\"{block}\""))}]")}
                """);
            lines.Add($"    - {rule.ToYaml(set)}");
        }
        foreach (var node in nodes)
        {
            Document(yaml, $"""
                kind: HostEndpoint
                metadata: {Braced($"name: {node}-all, labels: {Braced($"host: {name}")}")}
                spec: {Braced($"node: {node}, interfaceName: \"*\", profiles: [projectcalico-default-allow]")}
                """);
        }
        Document(yaml, $"""
            kind: GlobalNetworkPolicy
            metadata: {Braced($"name: {name}")}
            spec:
              order: 100
              selector: "host == '{name}'"
              types: [Ingress]
              ingress:
            {string.Join('\n', lines)}
            """);
        return yaml.ToString();
    }

    static string Braced(string text) => $"{{{text}}}";

    static void Document(StringBuilder yaml, string body)
    {
        if (yaml.Length > 0) yaml.Append("---\n");
        yaml.Append("apiVersion: projectcalico.org/v3\n").Append(body.ReplaceLineEndings("\n")).Append('\n');
    }
}

using Merlon.Apis.Iptables;
using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Lab.Hosts;

/// <summary>The rules of a node's own firewall, as text that the restore programs load.</summary>
/// <param name="Node">The node.</param>
/// <param name="Family">The IP version.</param>
/// <param name="Text">The tables.</param>
public sealed record HostRules(string Node, IpFamily Family, string Text)
{
    /// <summary>All rules of all nodes.</summary>
    /// <exception cref="LabException">A rule depends on what is not known.</exception>
    public static IEnumerable<HostRules> Of(HostFirewalls firewalls)
    {
        foreach (var node in firewalls.Nodes)
        {
            foreach (var ruleset in firewalls.For(node)!.Rulesets)
            {
                yield return new HostRules(node, ruleset.Family, Write(ruleset));
            }
        }
    }

    /// <summary>The firewalls that the texts stand for.</summary>
    public static HostFirewalls Read(IEnumerable<HostRules> rules) => new(rules
        .GroupBy(text => text.Node, StringComparer.Ordinal)
        .Select(node => KeyValuePair.Create(node.Key, new HostFirewall([.. node.SelectMany(RulesetOf)]))));

    static IEnumerable<FirewallRuleset> RulesetOf(HostRules rules)
    {
        var heading = rules.Family == IpFamily.IPv6 ? "# ip6tables-save\n" : "# iptables-save\n";
        var bytes = System.Text.Encoding.UTF8.GetBytes(heading + rules.Text);
        return IptablesReader.Read(new Manifests.SourceText($"host rules of {rules.Node}", bytes)).Firewall.Rulesets;
    }

    static string Write(FirewallRuleset ruleset)
    {
        try
        {
            return IptablesWriter.Write(ruleset);
        }
        catch (NotSupportedException e)
        {
            throw new LabException($"the lab cannot load a rule of a host: {e.Message}", e);
        }
    }
}

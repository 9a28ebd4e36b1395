using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Connectivity;

/// <summary>Where the firewalls of hosts begin or end to match: the borders between flows that they tell apart.</summary>
static class FirewallBorders
{
    /// <summary>Blocks whose addresses no rule tells apart, but where a smaller one lies inside.</summary>
    public static IEnumerable<Cidr> Blocks(HostFirewalls firewalls) => Matches(firewalls)
        .OfType<FirewallMatch.Address>()
        .SelectMany(address => CidrSet.Between(address.First, address.Last))
        .Distinct();

    /// <summary>The ranges of ports that rules name, of any protocol.</summary>
    public static IEnumerable<PortRange> Ports(HostFirewalls firewalls) => Matches(firewalls)
        .OfType<FirewallMatch.Ports>()
        .SelectMany(ports => ports.Ranges)
        .Distinct();

    static IEnumerable<FirewallMatch> Matches(HostFirewalls firewalls) =>
        from node in firewalls.Nodes
        from ruleset in firewalls.For(node)!.Rulesets
        from chain in ruleset.Chains
        from rule in chain.Rules
        from match in rule.Matches
        select match;
}

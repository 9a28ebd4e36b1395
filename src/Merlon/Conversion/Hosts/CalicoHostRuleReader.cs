using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Conversion.Hosts;

/// <summary>Puts the rules of INPUT into the words of Calico, where it has them.</summary>
static class CalicoHostRuleReader
{
    static readonly Cidr Loopback = Cidr.Parse("127.0.0.0/8");

    /// <summary>The rule; null with the reason where it cannot be said, and without one where nothing is to be said.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="version">The IP version to name; null where the rule is to hold for both.</param>
    /// <param name="whyNot">Why Calico has no words for it.</param>
    public static CalicoHostRule? Read(FirewallRule rule, IpFamily? version, out string? whyNot)
    {
        whyNot = null;
        var action = rule.Target switch
        {
            FirewallTarget.Accept => "Allow",
            FirewallTarget.Drop => "Deny",
            FirewallTarget.Continue or FirewallTarget.SetMark => null,
            _ => "",
        };
        if (action is null || IsImplied(rule)) return null;
        if (action.Length == 0)
        {
            whyNot = "it leads to another chain, or its target is not known";
            return null;
        }
        var read = new CalicoHostRule { Action = action, Version = version };
        foreach (var match in rule.Matches)
        {
            if (Add(read, match) is { } more) read = more;
            else
            {
                whyNot = $"Calico has no words for {Words(match)}";
                return null;
            }
        }
        return read;
    }

    // Calico lets answers through, and drops what connection tracking calls invalid, before any policy.
    static bool IsImplied(FirewallRule rule) => rule.Matches is [FirewallMatch.State { IsNegated: false } state]
        && rule.Target switch
        {
            FirewallTarget.Accept => (state.States & ~(ConnectionStates.Established | ConnectionStates.Related)) == 0,
            FirewallTarget.Drop => state.States == ConnectionStates.Invalid,
            _ => false,
        };

    static CalicoHostRule? Add(CalicoHostRule rule, FirewallMatch match) => match switch
    {
        FirewallMatch.OfProtocol protocol when rule.Protocol is null => rule with { Protocol = protocol },
        FirewallMatch.Address { End: PacketEnd.Source } source when rule.Sources.IsEmpty => rule with
        {
            Sources = [.. CidrSet.Between(source.First, source.Last)],
            AreSourcesNegated = source.IsNegated,
        },
        FirewallMatch.Ports { End: PacketEnd.Destination } ports when rule.Ports is null => rule with { Ports = ports },
        FirewallMatch.Ports { End: PacketEnd.Source } ports when rule.SourcePorts is null => rule with { SourcePorts = ports },
        FirewallMatch.Icmp icmp when rule.Icmp is null => rule with { Icmp = icmp },
        FirewallMatch.Interface { Name: "lo", IsPrefix: false, IsNegated: false } when rule.Sources.IsEmpty =>
            rule with { Sources = [Loopback] },
        FirewallMatch.State { IsNegated: false } state when state.States.HasFlag(ConnectionStates.New) => rule,
        FirewallMatch.OfKind { End: PacketEnd.Destination, Kinds: AddressKinds.Local, IsNegated: false } => rule,
        _ => null,
    };

    static string Words(FirewallMatch match) => match switch
    {
        FirewallMatch.Address => "an address of the host in a rule of INPUT, or a second one of the sender",
        FirewallMatch.Interface => "the interface of a single rule",
        FirewallMatch.State => "this state of a connection",
        FirewallMatch.TcpFlags => "TCP flags",
        FirewallMatch.Mark => "marks",
        FirewallMatch.Unknowable unknowable => unknowable.What,
        _ => "one of its conditions",
    };
}

using System.Globalization;
using System.Text;
using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Apis.Iptables;

/// <summary>Writes a firewall as text that <c>iptables-restore</c> or <c>ip6tables-restore</c> loads.</summary>
public static class IptablesWriter
{
    /// <summary>The whole ruleset: what is loaded decides every packet as the ruleset does.</summary>
    /// <exception cref="NotSupportedException">A rule depends on what is not known; the message names it.</exception>
    public static string Write(FirewallRuleset ruleset)
    {
        var text = new StringBuilder();
        foreach (var table in ruleset.Chains.GroupBy(chain => chain.Table))
        {
            text.Append(CultureInfo.InvariantCulture, $"*{table.Key}\n");
            foreach (var chain in table)
            {
                var isBase = IptablesNames.HookOf(chain.Table, chain.Name) is not null;
                text.Append(
                    CultureInfo.InvariantCulture,
                    $":{chain.Name} {(!isBase ? "-" : chain.DropsTheRest ? "DROP" : "ACCEPT")} [0:0]\n");
            }
            foreach (var chain in table)
            {
                foreach (var rule in chain.Rules)
                {
                    text.Append(CultureInfo.InvariantCulture, $"-A {chain.Name}{Describe(rule, ruleset.Family)}\n");
                }
            }
            text.Append("COMMIT\n");
        }
        return text.ToString();
    }

    /// <summary>The conditions and the target of a rule, each with a blank before it.</summary>
    public static string Describe(FirewallRule rule, IpFamily family)
    {
        // Conditions on ports, flags and messages need the protocol before them.
        var matches = rule.Matches.OrderBy(match => match is not FirewallMatch.OfProtocol)
            .Select(match => Describe(match, rule, family));
        return string.Concat(matches) + Describe(rule.Target, rule);
    }

    static string Describe(FirewallMatch match, FirewallRule rule, IpFamily family)
    {
        var not = match.IsNegated ? "! " : "";
        return match switch
        {
            FirewallMatch.OfProtocol protocol => Invariant($" {not}-p {protocol.Protocol.Number}"),
            FirewallMatch.Address address => Describe(address, not),
            FirewallMatch.Ports ports => Describe(ports, not),
            FirewallMatch.Interface @interface =>
                $" {not}-{(@interface.End == PacketEnd.Source ? "i" : "o")} {@interface.Name}{(@interface.IsPrefix ? "+" : "")}",
            FirewallMatch.State state => $" -m conntrack {not}--ctstate {Describe(state.States)}",
            FirewallMatch.Icmp icmp =>
                $"{(family == IpFamily.IPv4 ? $" -m icmp {not}--icmp-type" : $" -m icmp6 {not}--icmpv6-type")} {icmp.Type}"
                    + (icmp.Code is { } code ? $"/{code}" : ""),
            FirewallMatch.TcpFlags flags => $" -m tcp {not}--tcp-flags {Flags(flags.Mask)} {Flags(flags.Set)}",
            FirewallMatch.OfKind kind =>
                $" -m addrtype {not}--{(kind.End == PacketEnd.Source ? "src" : "dst")}-type {Describe(kind.Kinds)}",
            FirewallMatch.Spoofed => $" -m rpfilter{(match.IsNegated ? "" : " --invert")}",
            FirewallMatch.Fragment => $" {not}-f",
            FirewallMatch.Mark mark => Invariant($" -m mark {not}--mark 0x{mark.Value:x}/0x{mark.Mask:x}"),
            FirewallMatch.Unknowable unknowable => throw Unknown(rule, unknowable.What),
            _ => throw new InvalidOperationException($"A {match.GetType().Name} cannot be written."),
        };
    }

    static string Describe(FirewallMatch.Address address, string not)
    {
        var side = address.End == PacketEnd.Source ? "s" : "d";
        var blocks = CidrSet.Between(address.First, address.Last).Take(2).ToList();
        return blocks is [var block]
            ? $" {not}-{side} {block}"
            : $" -m iprange {not}--{(side == "s" ? "src" : "dst")}-range {address.First}-{address.Last}";
    }

    static string Describe(FirewallMatch.Ports ports, string not)
    {
        var option = ports.End switch { PacketEnd.Source => "sports", PacketEnd.Destination => "dports", _ => "ports" };
        return $" -m multiport {not}--{option} {string.Join(',', ports.Ranges).Replace('-', ':')}";
    }

    static string Describe(ConnectionStates states) => string.Join(',', new[]
    {
        (ConnectionStates.New, "NEW"), (ConnectionStates.Established, "ESTABLISHED"), (ConnectionStates.Related, "RELATED"),
        (ConnectionStates.Invalid, "INVALID"), (ConnectionStates.Untracked, "UNTRACKED"),
        (ConnectionStates.SourceTranslated, "SNAT"), (ConnectionStates.DestinationTranslated, "DNAT"),
    }.Where(state => states.HasFlag(state.Item1)).Select(state => state.Item2));

    static string Describe(AddressKinds kinds) => string.Join(',', new[]
    {
        (AddressKinds.Local, "LOCAL"), (AddressKinds.Unicast, "UNICAST"), (AddressKinds.Multicast, "MULTICAST"),
        (AddressKinds.Other, "BROADCAST"),
    }.Where(kind => kinds.HasFlag(kind.Item1)).Select(kind => kind.Item2));

    static string Flags(byte flags)
    {
        string[] names = ["FIN", "SYN", "RST", "PSH", "ACK", "URG"];
        var set = names.Where((_, bit) => (flags & (1 << bit)) != 0).ToList();
        return set.Count == 0 ? "NONE" : string.Join(',', set);
    }

    static string Describe(FirewallTarget target, FirewallRule rule) => target switch
    {
        FirewallTarget.Accept => " -j ACCEPT",
        FirewallTarget.Drop { Rejects: true } => " -j REJECT",
        FirewallTarget.Drop => " -j DROP",
        FirewallTarget.Return => " -j RETURN",
        FirewallTarget.Continue => "",
        FirewallTarget.Jump jump => $" -{(jump.ForGood ? "g" : "j")} {jump.Chain}",
        FirewallTarget.SetMark mark => Invariant($" -j MARK --set-xmark 0x{mark.Flip:x}/0x{~mark.Keep:x}"),
        FirewallTarget.Divert => throw Unknown(rule, "where it sends the packet"),
        FirewallTarget.Unknowable unknowable => throw Unknown(rule, unknowable.What),
        _ => throw new InvalidOperationException($"A {target.GetType().Name} cannot be written."),
    };

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    static NotSupportedException Unknown(FirewallRule rule, string what) =>
        new($"`{rule.Text}` ({rule.Origin.ToShortString()}) depends on {what}");
}

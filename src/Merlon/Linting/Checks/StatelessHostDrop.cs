using System.Collections.Immutable;
using Merlon.Apis.Iptables;
using Merlon.Diagnostics;
using Merlon.Linting.Firewalls;
using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Linting.Checks;

/// <summary>A host's firewall that drops the answers to what the host itself asks.</summary>
sealed class StatelessHostDrop : FirewallCheck
{
    // Where Linux takes the ports of its own connections from.
    static readonly PortRange Ephemeral = new(32768, 60999);

    public override ImmutableArray<LintRule> Rules =>
    [
        FirewallRules.Script(
            DiagnosticCodes.IptablesStateless,
            "The answers to the host's own connections come in by INPUT, addressed to a port that the host chose. A DROP "
                + "that covers these ports cuts them off, unless a rule before it accepts `ESTABLISHED,RELATED`.",
            "iptables -P INPUT DROP\niptables -A INPUT -p tcp --dport 22 -j ACCEPT\n",
            "iptables -P INPUT DROP\niptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT\n"
                + "iptables -A INPUT -p tcp --dport 22 -j ACCEPT\n"
                + "ip6tables -P INPUT DROP\nip6tables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT\n"),
    ];

    protected override IEnumerable<LintFinding> Check(IptablesText text, LintContext context)
    {
        foreach (var ruleset in text.Firewall.Rulesets)
        {
            if (Filter(ruleset, FirewallHook.Input) is not { } chain) continue;
            if (DropOfAnswers(ruleset, chain) is not { } origin) continue;
            yield return Find(
                DiagnosticCodes.IptablesStateless,
                $"It drops the answers to what the host itself asks over {ruleset.Family}, DNS and the API server included: "
                    + "no rule before it accepts `--ctstate ESTABLISHED,RELATED`.",
                origin);
        }
    }

    // The first drop that answers from anywhere meet; null where a rule before it accepts them, or leaves it open.
    static SourceLocation? DropOfAnswers(FirewallRuleset ruleset, FirewallChain chain)
    {
        foreach (var rule in chain.Rules)
        {
            if (rule.Target is FirewallTarget.Jump or FirewallTarget.Unknowable) return null;
            if (!MeetsAnswers(rule)) continue;
            if (rule.Target is FirewallTarget.Accept) return null;
            if (rule.Target is FirewallTarget.Drop) return rule.Origin;
        }
        return chain.DropsTheRest ? chain.PolicyOrigin : null;
    }

    static bool MeetsAnswers(FirewallRule rule) => rule.Matches.All(match => match switch
    {
        FirewallMatch.State state => state.States.HasFlag(ConnectionStates.Established) != state.IsNegated,
        FirewallMatch.OfProtocol protocol => (protocol.Protocol == Protocol.Tcp) != protocol.IsNegated,
        FirewallMatch.Ports { End: PacketEnd.Destination } ports =>
            ports.Ranges.Any(range => range.First <= Ephemeral.First && Ephemeral.Last <= range.Last) != ports.IsNegated,
        FirewallMatch.TcpFlags flags =>
            ((FirewallMatch.TcpFlags.Ack & flags.Mask) == flags.Set) != flags.IsNegated,
        FirewallMatch.Interface { IsNegated: true } => true,
        _ => false,
    });
}

using System.Collections.Immutable;
using Merlon.Apis.Iptables;
using Merlon.Diagnostics;
using Merlon.Linting.Firewalls;
using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Linting.Checks;

/// <summary>A host's firewall that closes the host and not what it forwards.</summary>
sealed class UnforwardedHostDrop : FirewallCheck
{
    static readonly PortRange NodePorts = new(30000, 32767);

    public override ImmutableArray<LintRule> Rules =>
    [
        FirewallRules.Script(
            DiagnosticCodes.IptablesNoForward,
            "INPUT sees what is for the host itself. What goes to a pod, a published container port or a NodePort passes by "
                + "FORWARD. Where that is meant to be closed too, it needs a rule of its own; else nothing is wrong.",
            "iptables -A INPUT -p tcp --dport 9001 -j DROP\n",
            "iptables -A INPUT -p tcp --dport 9001 -j DROP\niptables -A FORWARD -p tcp --dport 9001 -j DROP\n"
                + "ip6tables -A INPUT -p tcp --dport 9001 -j DROP\nip6tables -A FORWARD -p tcp --dport 9001 -j DROP\n"),
        FirewallRules.Script(
            DiagnosticCodes.IptablesNodePort,
            "The destination of a packet to a NodePort becomes a pod before any rule of table filter sees it: the packet "
                + "goes to FORWARD, with the pod's port. Close a NodePort in table raw or mangle at PREROUTING, by "
                + "`loadBalancerSourceRanges`, or by a policy on the pods.",
            "iptables -A INPUT -p tcp --dport 30080 -j DROP\n",
            "iptables -t mangle -A PREROUTING -p tcp --dport 30080 -j DROP\n"),
    ];

    protected override IEnumerable<LintFinding> Check(IptablesText text, LintContext context)
    {
        foreach (var ruleset in text.Firewall.Rulesets)
        {
            if (Filter(ruleset, FirewallHook.Input) is not { } input) continue;
            foreach (var rule in input.Rules.Where(rule => rule.Target is FirewallTarget.Drop))
            {
                if (NodePortOf(rule, context.Cluster) is not { } what) continue;
                yield return Find(
                    DiagnosticCodes.IptablesNodePort,
                    $"INPUT never sees a packet to {what}: its destination is a pod by then, and it passes FORWARD.",
                    rule.Origin);
            }
            if (FirstDrop(ruleset, input) is { } drop
                && (Filter(ruleset, FirewallHook.Forward) is not { } forward || FirstDrop(ruleset, forward) is null))
            {
                yield return Find(
                    DiagnosticCodes.IptablesNoForward,
                    "It closes the host alone: FORWARD drops nothing, so pods of this host and published ports stay as "
                        + $"open as they were over {ruleset.Family}.",
                    drop);
            }
        }
    }

    static string? NodePortOf(FirewallRule rule, Cluster cluster)
    {
        var ranges = rule.Matches.OfType<FirewallMatch.Ports>()
            .Where(ports => !ports.IsNegated && ports.End == PacketEnd.Destination)
            .SelectMany(ports => ports.Ranges)
            .ToList();
        var service = cluster.Services.FirstOrDefault(candidate => candidate.Ports.Any(
            port => port.NodePort is { } number && ranges.Exists(range => range.Contains(number))));
        if (service is not null) return $"the NodePort of {service}";
        return ranges.Exists(range => NodePorts.Contains(range.First) && NodePorts.Contains(range.Last))
            ? "a NodePort"
            : null;
    }
}

using System.Collections.Immutable;
using Merlon.Diagnostics;

namespace Merlon.Linting;

/// <summary>The rules of the codes that reading iptables reports.</summary>
static class FirewallRules
{
    public static ImmutableArray<LintRule> All =>
    [
        Script(
            DiagnosticCodes.IptablesSyntax,
            "iptables refuses the command, so the rule is not there. The script may go on without it.",
            "iptables -A INPUT -m multiport --dports 9000:9022 -j DROP\n",
            "iptables -A INPUT -p tcp -m multiport --dports 9000:9022 -j DROP\n"),
        Script(
            DiagnosticCodes.IptablesUnread,
            "The shell, another program or the host itself knows what stands here, and Merlon runs nothing. The rule "
                + "counts as one that may match: a verdict that turns on it is unknown.",
            "iptables -A INPUT -s $NODE -j ACCEPT\n",
            "iptables -A INPUT -s 192.0.2.11 -j ACCEPT\n"),
        Script(
            DiagnosticCodes.IptablesNoTarget,
            "A rule without `-j` counts packets and lets the next rule decide. Add a target, or remove the rule.",
            "iptables -A INPUT -p tcp --dport 80\n",
            "iptables -A INPUT -p tcp --dport 80 -j ACCEPT\n"),
        Script(
            DiagnosticCodes.IptablesNoEffect,
            "The command speaks of a rule or a place that the input does not have. iptables refuses it, unless the host "
                + "had the rule before.",
            "iptables -D INPUT -p tcp --dport 80 -j DROP\n",
            "iptables -A INPUT -p tcp --dport 80 -j DROP\niptables -D INPUT -p tcp --dport 80 -j DROP\n"),
        Script(
            DiagnosticCodes.IptablesForeignChain,
            "Chains of kube-proxy, a network plugin or Docker are rewritten by their owner: a rule in one may be gone at "
                + "the next update, and its order is not yours. Use a chain of your own.",
            "iptables -A KUBE-FORWARD -s 192.0.2.0/24 -j DROP\n",
            "iptables -N site\niptables -I FORWARD -j site\niptables -A site -s 192.0.2.0/24 -j DROP\n"),
    ];

    public static LintRule Script(DiagnosticCode code, string meaning, string example, string? better = null) =>
        new(code, meaning) { Example = example, Better = better, IsScript = true };
}

using System.Collections.Immutable;
using Merlon.Apis.Iptables;
using Merlon.Diagnostics;
using Merlon.Linting.Firewalls;
using Merlon.Policies.Firewalls;

namespace Merlon.Linting.Checks;

/// <summary>Rules of a host's firewall that no packet reaches.</summary>
sealed class ShadowedHostRule : FirewallCheck
{
    public override ImmutableArray<LintRule> Rules =>
    [
        FirewallRules.Script(
            DiagnosticCodes.IptablesShadow,
            "Earlier rules of the chain decide every packet that this one speaks of. Remove it, or move it up.",
            "iptables -A INPUT -p tcp -j DROP\niptables -A INPUT -p tcp --dport 80 -j DROP\n",
            "iptables -A INPUT -p tcp --dport 80 -j DROP\n"),
        FirewallRules.Script(
            DiagnosticCodes.IptablesBehindDrop,
            "`-A` appends behind the rules that are there, and the first that matches decides: an ACCEPT behind a broader "
                + "DROP lets nothing in. Insert it before the DROP with `-I CHAIN NUMBER`, or load all rules at once.",
            "iptables -A INPUT -p tcp --dport 9001 -j DROP\n"
                + "iptables -A INPUT -p tcp -s 192.0.2.15 --dport 9001 -j ACCEPT\n",
            "iptables -A INPUT -p tcp --dport 9001 -j DROP\n"
                + "iptables -I INPUT 1 -p tcp -s 192.0.2.15 --dport 9001 -j ACCEPT\n"),
        FirewallRules.Script(
            DiagnosticCodes.IptablesDuplicate,
            "The same rule stands before it. A script that appends is run twice like this: flush the chain first, or ask "
                + "with `-C` whether the rule is there.",
            "iptables -A INPUT -p tcp --dport 80 -j DROP\niptables -A INPUT -p tcp --dport 80 -j DROP\n",
            "iptables -A INPUT -p tcp --dport 80 -j DROP\n"),
    ];

    protected override IEnumerable<LintFinding> Check(IptablesText text, LintContext context)
    {
        foreach (var ruleset in text.Firewall.Rulesets)
        {
            foreach (var chain in ruleset.Chains)
            {
                var shadowed = ShadowSearch.Find(chain, ruleset.Family)
                    .ToDictionary(found => found.Rule, found => found.By);
                // A line with lists of addresses is several rules: it is dead when all of them are.
                foreach (var line in chain.Rules.GroupBy(rule => rule.Origin))
                {
                    if (line.All(shadowed.ContainsKey)) yield return Describe(chain, line.First(), shadowed[line.First()]);
                }
            }
        }
    }

    static LintFinding Describe(FirewallChain chain, FirewallRule rule, IReadOnlyList<FirewallRule> by)
    {
        var first = by[0];
        var place = $"rule {first.Number} of {chain} ({first.Origin.ToShortString()})";
        if (by.Count == 1 && first.Target == rule.Target && first.Matches.Length == rule.Matches.Length
            && rule.Matches.All(first.Matches.Contains))
        {
            return Find(
                DiagnosticCodes.IptablesDuplicate, $"It says what {place} says, and never decides anything.", rule.Origin);
        }
        if (rule.Target is FirewallTarget.Accept && by.All(other => other.Target is FirewallTarget.Drop))
        {
            return Find(
                DiagnosticCodes.IptablesBehindDrop,
                $"The ACCEPT stands behind the DROP: {place} takes all its packets first, so it lets nothing in. "
                    + $"Write `-I {chain.Name} {first.Number}` in place of `-A {chain.Name}`.",
                rule.Origin);
        }
        return Find(
            DiagnosticCodes.IptablesShadow,
            $"It never matches: {place}{(by.Count > 1 ? $" and {by.Count - 1} more" : "")} decides all its packets first.",
            rule.Origin);
    }
}

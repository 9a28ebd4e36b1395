using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Linting.Checks;

/// <summary>Rules, peers and ports that something broader in the same policy covers.</summary>
sealed class ShadowedRules : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.Shadowed,
            "Rules add up, in any order. One whose peers and ports another rule of the policy holds already changes "
                + "nothing, and looks like a limit that it is not. The same goes for a peer or a port within a rule. Rules of cluster-wide and "
                + "Calico policies are asked in order: one behind a rule that decides all of its flows never decides.")
        {
            Example = LintRule.PolicyOf("""
                podSelector: {}
                policyTypes: [Ingress]
                ingress:
                - from:
                  - podSelector: {}
                - from:
                  - podSelector: {matchLabels: {app: proxy}}
                  ports:
                  - {protocol: TCP, port: 80}
                """),
            Better = LintRule.PolicyOf("""
                podSelector: {}
                policyTypes: [Ingress]
                ingress:
                - from:
                  - podSelector: {}
                """),
        },
    ];

    public override CheckScope Scope => CheckScope.Form;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context) =>
        from direction in new[] { Direction.Ingress, Direction.Egress }
        where policy.Governs(direction)
        let rules = policy.Rules(direction)
        from finding in Whole(rules).Concat(rules.SelectMany(Parts))
        select finding;

    static IEnumerable<LintFinding> Whole(ImmutableArray<RuleSpec> rules)
    {
        foreach (var rule in rules)
        {
            if (Broader(rules, rule, Coverage.Covers) is { } broader) yield return Finding("The rule", broader.Place, "it", rule.Place);
        }
    }

    static IEnumerable<LintFinding> Parts(RuleSpec rule)
    {
        foreach (var peer in rule.Peers)
        {
            if (Broader(rule.Peers, peer, Coverage.Covers) is { } broader)
            {
                yield return Finding("The peer", broader.Place, "this one", peer.Place);
            }
        }
        foreach (var port in rule.Ports)
        {
            if (Broader(rule.Ports, port, Coverage.Covers) is { } broader)
            {
                yield return Finding($"`{broader}`", broader.Place, "this one", port.Place);
            }
        }
    }

    // Of two that say the same, the later one is a repetition, and reported as that.
    static T? Broader<T>(ImmutableArray<T> all, T one, Func<T, T, bool> covers) where T : class
    {
        foreach (var other in all)
        {
            if (!ReferenceEquals(other, one) && covers(other, one) && !covers(one, other)) return other;
        }
        return null;
    }

    static LintFinding Finding(string broader, Place at, string covered, Place place) => new(
        DiagnosticCodes.Shadowed,
        $"{broader} {Repetition.Whereabouts(at, place)} allows all that {covered} does: this changes nothing.",
        place)
    {
        Fix = Fix.Safe("Remove it", new Edit.RemoveElement(place.Location)),
    };
}

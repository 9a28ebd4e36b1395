using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;

namespace Merlon.Linting.Checks;

/// <summary>A selector whose requirements on one label exclude each other.</summary>
sealed class ContradictorySelector : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.SelectorEmpty,
            "The requirements of a selector must all hold, and these exclude each other: it selects "
                + "nothing. As subject, the policy has no effect; as peer, it allows nothing.")
        {
            Example = LintRule.PolicyOf("""
            podSelector:
              matchLabels: {app: web}
              matchExpressions:
              - {key: app, operator: NotIn, values: [web]}
            policyTypes: [Ingress]
            """),
            Better = LintRule.PolicyOf("""
            podSelector:
              matchLabels: {app: web}
            policyTypes: [Ingress]
            """),
        },
    ];

    public override CheckScope Scope => CheckScope.Form;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context) =>
        from use in context.SelectorsOf(policy)
        // The labels of matchLabels are of different keys.
        where !use.Selector.MatchExpressions.IsEmpty
        from demand in use.Demands
        where !demand.CanBeMet
        select new LintFinding(DiagnosticCodes.SelectorEmpty, Message(use.Role, demand), demand.Requirements[^1].Place);

    static string Message(SelectorRole role, LabelDemand demand)
    {
        var thing = role == SelectorRole.PeerNamespaces ? "namespace" : "pod";
        var terms = demand.Requirements
            .Select(requirement => requirement.ToExpression().ToString())
            .Distinct(StringComparer.Ordinal);
        var effect = role == SelectorRole.Subject
            ? "the policy selects nothing and has no effect"
            : "the peer matches nothing and allows nothing";
        return $"No {thing} can meet {LintWords.Quoted([.. terms], "and")}: {effect}.";
    }
}

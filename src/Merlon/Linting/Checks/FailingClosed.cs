using System.Collections.Immutable;
using Merlon.Apis.ClusterPolicies;
using Merlon.Diagnostics;
using Merlon.Policies;

namespace Merlon.Linting.Checks;

/// <summary>A subject or rule of a cluster-wide policy that a server stores and nobody understands.</summary>
sealed class FailingClosed : PolicyCheck<ClusterPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.ClusterFailsClosed,
            "The CRD takes something here that has no meaning, or a newer server has stored what this program does not know. "
                + "Such a rule fails closed: one that accepts matches nothing, one that denies or passes denies everything in "
                + "its direction. Where the subject is not understood, the policy is taken to select every pod.")
        {
            Example = Policy("Like"),
            Better = Policy("In"),
        },
        new LintRule(
            DiagnosticCodes.ClusterDomainDenied,
            "Domain names can only be accepted: which addresses they stand for is learned from answers of DNS, and what has "
                + "not been learned would slip past a rule that denies. The rule fails closed and denies everything. Accept the "
                + "names that are wanted, and deny the networks behind them.")
        {
            Example = Names("Deny"),
            Better = Names("Accept"),
        },
    ];

    public override IEnumerable<LintFinding> Check(ClusterPolicyResource policy, LintContext context)
    {
        if (policy.Subject is ClusterPeerSpec.NotUnderstood subject)
        {
            yield return new LintFinding(
                DiagnosticCodes.ClusterFailsClosed,
                $"{subject.Why}: the policy is taken to select every pod. Its rules allow nothing, and deny what they deny or "
                    + "pass.",
                subject.Place);
        }
        foreach (var rule in policy.AllRules)
        {
            if (rule.Misunderstanding is not { } why) continue;
            var effect = rule.Action == RuleAction.Allow
                ? "the rule allows nothing"
                : "the rule denies everything in its direction";
            yield return new LintFinding(
                rule.IsOnlyAboutNames ? DiagnosticCodes.ClusterDomainDenied : DiagnosticCodes.ClusterFailsClosed,
                $"{why}: {effect}.",
                rule.MisunderstoodPlace);
        }
    }

    static string Policy(string @operator) => $$$"""
        apiVersion: policy.networking.k8s.io/v1alpha2
        kind: ClusterNetworkPolicy
        metadata: {name: guests}
        spec:
          tier: Admin
          priority: 10
          subject: {namespaces: {}}
          ingress:
          - action: Deny
            from:
            - namespaces: {matchExpressions: [{key: team, operator: {{{@operator}}}, values: [guests]}]}

        """;

    static string Names(string action) => $$$"""
        apiVersion: policy.networking.k8s.io/v1alpha2
        kind: ClusterNetworkPolicy
        metadata: {name: way-out}
        spec:
          tier: Admin
          priority: 10
          subject: {namespaces: {}}
          egress:
          - action: {{{action}}}
            to: [{domainNames: ["*.example.com"]}]

        """;
}

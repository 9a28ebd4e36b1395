using System.Collections.Immutable;
using Merlon.Apis.CalicoV3;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Policies;

namespace Merlon.Linting.Checks.Calico;

/// <summary>Rules of the default tier that decide before NetworkPolicies of Kubernetes are asked.</summary>
sealed class KubernetesBypass : PolicyCheck<CalicoPolicyResource>
{
    /// <summary>The order of NetworkPolicies in the default tier.</summary>
    const double KubernetesOrder = 1000;

    const string Closed = """
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: closed, namespace: shop}
        spec: {podSelector: {}, policyTypes: [Ingress]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop, labels: {app: web}}

        """;

    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.CalicoPassSkips,
            "`Pass` in tier `default` goes to the next tier, behind the NetworkPolicies of Kubernetes, which stand in that tier "
                + "at order 1000. What passes is not judged by them. Say nothing about such flows instead, or use a tier of its own.")
        {
            Example = ImplicitDeny.GlobalOf("order: 100\nselector: app == 'web'\ningress: [{action: Pass}]") + Closed,
            Better = ImplicitDeny.GlobalOf("order: 2000\nselector: app == 'web'\ningress: [{action: Pass}]") + Closed,
        },
        new LintRule(
            DiagnosticCodes.CalicoAllowSkips,
            "`Allow` is final. In tier `default` below order 1000 it decides before the NetworkPolicies of Kubernetes, which "
                + "cannot close what it opens.")
        {
            Example = ImplicitDeny.GlobalOf("order: 100\nselector: app == 'web'\ningress: [{action: Allow, protocol: TCP}]") + Closed,
            Better = ImplicitDeny.GlobalOf("order: 2000\nselector: app == 'web'\ningress: [{action: Allow, protocol: TCP}]") + Closed,
        },
    ];

    public override IEnumerable<LintFinding> Check(CalicoPolicyResource policy, LintContext context)
    {
        if (policy.Spec is not { Tier: Tier.DefaultName, Staged: null, Order: < KubernetesOrder }) yield break;
        if (context.Compiled(policy) is not var (tier, compiled)) yield break;
        var subjects = WellKnownFlows.SubjectsOf(compiled, context.Cluster).ToList();
        foreach (var direction in new[] { Direction.Ingress, Direction.Egress }.Where(policy.Spec.Governs))
        {
            var behind = tier.Policies
                .Where(other => other.Id.Kind == NetworkPolicyResource.KindName && other.Governs(direction)
                    && subjects.Any(other.Subject.Matches))
                .Select(other => $"`{other.Id.QualifiedName}`")
                .ToList();
            if (behind.Count == 0) continue;
            var names = LintWords.Listed(behind, "and", limit: 3);
            foreach (var action in new[] { RuleAction.Pass, RuleAction.Allow })
            {
                if (policy.Spec.Rules(direction).FirstOrDefault(rule => rule.Action == action) is not { } rule) continue;
                yield return new LintFinding(
                    action == RuleAction.Pass ? DiagnosticCodes.CalicoPassSkips : DiagnosticCodes.CalicoAllowSkips,
                    $"what this rule {(action == RuleAction.Pass ? "passes on" : "allows")} is never judged by {names}: those "
                        + $"stand behind it, at order 1000 of the same tier.",
                    rule.Place);
            }
        }
    }
}

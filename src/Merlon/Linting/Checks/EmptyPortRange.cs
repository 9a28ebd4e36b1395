using System.Collections.Immutable;
using Merlon.Apis.ClusterPolicies;
using Merlon.Diagnostics;

namespace Merlon.Linting.Checks;

/// <summary>A range of ports that ends before it starts, which v1alpha1 takes.</summary>
sealed class EmptyPortRange : PolicyCheck<ClusterPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.ClusterEmptyRange,
            "The range ends before it starts and holds no port: the rule does not do what it seems to. The older API does not "
                + "check this. Turn the numbers around.")
        {
            Example = Policy(90, 80),
            Better = Policy(80, 90),
        },
    ];

    public override IEnumerable<LintFinding> Check(ClusterPolicyResource policy, LintContext context) =>
        from rule in policy.AllRules
        from range in rule.Ports.OfType<ClusterPortSpec.Numbers>()
        where range.IsEmpty
        select new LintFinding(
            DiagnosticCodes.ClusterEmptyRange,
            $"{range.Protocol} {range.First}-{range.Last} ends before it starts and holds no port.",
            range.Place);

    static string Policy(int first, int last) => $$$"""
        apiVersion: policy.networking.k8s.io/v1alpha1
        kind: AdminNetworkPolicy
        metadata: {name: web}
        spec:
          priority: 10
          subject: {namespaces: {}}
          ingress:
          - action: Deny
            from: [{namespaces: {}}]
            ports: [{portRange: {protocol: TCP, start: {{{first}}}, end: {{{last}}}}}]

        """;
}

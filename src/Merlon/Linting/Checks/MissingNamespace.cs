using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;

namespace Merlon.Linting.Checks;

/// <summary>A policy that does not say where it belongs.</summary>
sealed class MissingNamespace : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.NamespaceMissing,
            "A policy without `metadata.namespace` goes to whatever namespace is current when it is "
                + "applied. Here `default` is assumed.")
        {
            Example = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: web
            spec:
              podSelector: {}
              policyTypes: [Ingress]

            """,
            Better = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: web
              namespace: shop
            spec:
              podSelector: {}
              policyTypes: [Ingress]

            """,
        },
    ];

    public override CheckScope Scope => CheckScope.Field;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context)
    {
        if (!policy.Meta.IsNamespaceAssumed) yield break;
        yield return new LintFinding(
            DiagnosticCodes.NamespaceMissing,
            "`metadata.namespace` is missing: the policy goes to whatever namespace is current when it is applied. "
                + $"Here `{policy.Meta.Namespace}` is assumed.",
            policy.Meta.NamespacePlace);
    }
}

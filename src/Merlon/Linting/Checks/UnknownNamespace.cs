using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Linting.Checks;

/// <summary>A policy of a namespace that the input, which lists namespaces, does not list.</summary>
sealed class UnknownNamespace : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.NamespaceUnknown,
            "The manifests list namespaces, and not the one of this policy. Unless the cluster has it, "
                + "the API server refuses the policy.")
        {
            Example = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: web
              namespace: shpo
            spec:
              podSelector: {}
              policyTypes: [Ingress]
            ---
            apiVersion: v1
            kind: Namespace
            metadata:
              name: shop

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
            ---
            apiVersion: v1
            kind: Namespace
            metadata:
              name: shop

            """,
        },
    ];

    public override CheckScope Scope => CheckScope.Field;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context)
    {
        var name = policy.Meta.Namespace;
        if (policy.Meta.IsNamespaceAssumed || !context.LacksNamespace(name)) yield break;
        var near = NearestName.Find(name, context.Namespaces);
        yield return new LintFinding(
            DiagnosticCodes.NamespaceUnknown,
            $"No Namespace `{name}` is among the manifests: unless the cluster has it, "
                + $"the API server refuses the policy.{(near is null ? "" : $" Did you mean `{near}`?")}",
            policy.Meta.NamespacePlace);
    }
}

using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Linting.Checks;

/// <summary>
/// A policy that does not say where it belongs, or names a namespace that the input, which lists namespaces, does not list.
/// </summary>
sealed class NamespaceOfPolicy : PolicyCheck<NetworkPolicyResource>
{
    const string Namespace = """
        ---
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop

        """;

    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.NamespaceMissing,
            "A policy without `metadata.namespace` goes to whatever namespace is current when it is "
                + "applied. Here `default` is assumed.")
        {
            Example = Policy(""),
            Better = Policy("  namespace: shop\n"),
        },
        new LintRule(
            DiagnosticCodes.NamespaceUnknown,
            "The manifests list namespaces, and not the one of this policy. Unless the cluster has it, "
                + "the API server refuses the policy.")
        {
            Example = Policy("  namespace: shpo\n") + Namespace,
            Better = Policy("  namespace: shop\n") + Namespace,
        },
    ];

    public override CheckScope Scope => CheckScope.Field;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context)
    {
        var name = policy.Meta.Namespace;
        if (policy.Meta.IsNamespaceAssumed)
        {
            yield return new LintFinding(
                DiagnosticCodes.NamespaceMissing,
                "`metadata.namespace` is missing: the policy goes to whatever namespace is current when it is applied. "
                    + $"Here `{name}` is assumed.",
                policy.Meta.NamespacePlace);
        }
        else if (context.LacksNamespace(name))
        {
            var near = NearestName.Find(name, context.Namespaces);
            yield return new LintFinding(
                DiagnosticCodes.NamespaceUnknown,
                $"No Namespace `{name}` is among the manifests: unless the cluster has it, "
                    + $"the API server refuses the policy.{(near is null ? "" : $" Did you mean `{near}`?")}",
                policy.Meta.NamespacePlace);
        }
    }

    static string Policy(string where) => $$"""
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata:
          name: web
        {{where}}spec:
          podSelector: {}
          policyTypes: [Ingress]

        """;
}

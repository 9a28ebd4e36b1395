using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;

namespace Merlon.Linting.Checks;

/// <summary>A policy that does not say where it belongs.</summary>
sealed class MissingNamespace : ILintCheck
{
    public IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context)
    {
        if (!policy.Meta.IsNamespaceAssumed) yield break;
        yield return new LintFinding(
            DiagnosticCodes.NamespaceMissing,
            "`metadata.namespace` is missing: the policy goes to whatever namespace is current when it is applied. "
                + $"Here `{policy.Meta.Namespace}` is assumed.",
            policy.Meta.NamespacePlace);
    }
}

using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Linting.Checks;

/// <summary>A policy of a namespace that the input, which lists namespaces, does not list.</summary>
sealed class UnknownNamespace : ILintCheck
{
    public IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context)
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

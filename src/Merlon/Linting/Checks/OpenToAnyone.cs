using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Policies;

namespace Merlon.Linting.Checks;

/// <summary>An ingress rule that limits the ports and not who connects.</summary>
sealed class OpenToAnyone : ILintCheck
{
    public IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context)
    {
        if (!policy.Governs(Direction.Ingress)) return [];
        return
            from rule in policy.Ingress
            where rule.Peers.IsEmpty && !rule.Ports.IsEmpty
            select new LintFinding(
                DiagnosticCodes.ExternalOpen,
                "The rule names nobody in `from`, so anyone may connect to its ports, the Internet included. "
                    + "For pods of the cluster alone, write `from: [{namespaceSelector: {}}]`.",
                rule.Place);
    }
}

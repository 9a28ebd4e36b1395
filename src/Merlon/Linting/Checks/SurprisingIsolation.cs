using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;

namespace Merlon.Linting.Checks;

/// <summary>
/// A policy with egress rules alone that cuts off incoming traffic, because it does not state its directions.
/// </summary>
sealed class SurprisingIsolation : ILintCheck
{
    public IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context)
    {
        if (!Surprises(policy)) yield break;
        yield return new LintFinding(
            DiagnosticCodes.TypesSurprise,
            "Without `policyTypes`, a policy with egress rules alone governs incoming traffic too: "
                + "every pod it selects is cut off from incoming traffic that no other policy allows. "
                + "Write `policyTypes: [Egress]` if that is not meant.",
            policy.Places.Egress);
    }

    public static bool Surprises(NetworkPolicyResource policy) =>
        policy.PolicyTypes.IsEmpty && policy.Ingress.IsEmpty && !policy.Egress.IsEmpty;
}

using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Linting.Checks;

/// <summary>
/// A policy with egress rules alone that cuts off incoming traffic, because it does not state its directions.
/// </summary>
sealed class SurprisingIsolation : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.TypesSurprise,
            "A policy that has egress rules alone and no `policyTypes` governs incoming traffic too: "
                + "having no rule for it, it cuts its pods off from whatever no other policy allows.")
        {
            Example = LintRule.PolicyOf("""
            podSelector: {}
            egress:
            - to:
              - ipBlock: {cidr: 10.0.0.0/8}
            """),
            Better = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Egress]
            egress:
            - to:
              - ipBlock: {cidr: 10.0.0.0/8}
            """),
        },
    ];

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context)
    {
        if (!Surprises(policy)) yield break;
        yield return new LintFinding(
            DiagnosticCodes.TypesSurprise,
            "Without `policyTypes`, a policy with egress rules alone governs incoming traffic too: "
                + "every pod it selects is cut off from incoming traffic that no other policy allows. "
                + "Write `policyTypes: [Egress]` if that is not meant."
                + context.World.Witness(policy, Direction.Ingress, Protocol.Tcp, 443, Verdict.Deny),
            policy.Places.Egress)
        {
            Fix = Fix.Proposed(
                "Write `policyTypes: [Egress]`",
                new Edit.SetField(policy.Places.Egress.Location, "policyTypes", "[Egress]")),
        };
    }

    public static bool Surprises(NetworkPolicyResource policy) =>
        policy.PolicyTypes.IsEmpty && policy.Ingress.IsEmpty && !policy.Egress.IsEmpty;
}

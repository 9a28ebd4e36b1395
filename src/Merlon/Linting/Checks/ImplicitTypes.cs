using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Policies;

namespace Merlon.Linting.Checks;

/// <summary>A policy that leaves its directions to the API's default, which is what its rules suggest.</summary>
sealed class ImplicitTypes : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.TypesImplicit,
            "Without `policyTypes`, a policy governs incoming traffic, and outgoing traffic only where it "
                + "has egress rules. Written out, nobody has to know that.")
        {
            Example = LintRule.PolicyOf("""
            podSelector: {}
            ingress: []
            """),
            Better = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Ingress]
            ingress: []
            """),
        },
    ];

    public override CheckScope Scope => CheckScope.Field;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context)
    {
        if (!policy.PolicyTypes.IsEmpty || SurprisingIsolation.Surprises(policy)) yield break;
        var message = policy.Governs(Direction.Egress)
            ? "`policyTypes` is missing: having egress rules, the policy governs outgoing traffic as well as incoming. "
                + "Write `policyTypes: [Ingress, Egress]` to say so."
            : "`policyTypes` is missing: having no egress rules, the policy governs incoming traffic only. "
                + "Write `policyTypes: [Ingress]` to say so.";
        var types = policy.Governs(Direction.Egress) ? "[Ingress, Egress]" : "[Ingress]";
        yield return new LintFinding(DiagnosticCodes.TypesImplicit, message, policy.Places.PolicyTypes)
        {
            Fix = policy.Places.Spec is { } spec
                ? Fix.Safe($"Write `policyTypes: {types}`", new Edit.SetField(spec, "policyTypes", types))
                : null,
        };
    }
}

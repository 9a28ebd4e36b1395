using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Policies;

namespace Merlon.Linting.Checks;

/// <summary>A direction that is listed twice, and leaves no room for the other.</summary>
sealed class RepeatedType : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.TypesDuplicate,
            "`policyTypes` names one direction twice. There are only two, so the other one was probably "
                + "meant, and is not governed.")
        {
            Example = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Ingress, Ingress]
            """),
            Better = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Ingress]
            """),
        },
    ];

    public override CheckScope Scope => CheckScope.Field;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context) =>
        from repeated in Repetition.Find(policy.PolicyTypes, type => type.Text)
        let other = repeated.Again.Text == nameof(Direction.Ingress) ? Direction.Egress : Direction.Ingress
        select new LintFinding(
            DiagnosticCodes.TypesDuplicate,
            $"`{repeated.Again.Text}` is listed already, so this entry changes nothing: "
                + $"the policy leaves {LintWords.Traffic(other)} as it is.",
            repeated.Again.Place)
        {
            Fix = Fix.Safe("Remove the entry", new Edit.RemoveElement(repeated.Again.Place.Location)),
        };
}

using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;

namespace Merlon.Linting.Checks;

/// <summary>A rule that allows what an earlier one of its direction allows already.</summary>
sealed class RepeatedRule : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.RuleDuplicate,
            "A rule says what an earlier one of its direction says, and changes nothing.")
        {
            Example = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Ingress]
            ingress:
            - from:
              - podSelector: {}
            - from:
              - podSelector: {}
            """),
            Better = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Ingress]
            ingress:
            - from:
              - podSelector: {}
            """),
        },
    ];

    public override CheckScope Scope => CheckScope.Form;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context) =>
        from rules in new[] { policy.Ingress, policy.Egress }
        from repeated in Repetition.Find(rules, CanonicalText.Of)
        select new LintFinding(
            DiagnosticCodes.RuleDuplicate,
            $"The rule {Repetition.Whereabouts(repeated.First.Place, repeated.Again.Place)} says the same: "
                + "this one changes nothing.",
            repeated.Again.Place)
        {
            Fix = Fix.Safe("Remove the rule", new Edit.RemoveElement(repeated.Again.Place.Location)),
        };
}

using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;

namespace Merlon.Linting.Checks;

/// <summary>A port entry that an earlier one of its rule already names.</summary>
sealed class RepeatedPort : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.PortDuplicate,
            "A port stands twice in one rule; the second entry changes nothing. Often another number was "
                + "meant.")
        {
            Example = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Egress]
            egress:
            - ports:
              - {protocol: TCP, port: 9015}
              - {protocol: TCP, port: 9015}
            """),
            Better = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Egress]
            egress:
            - ports:
              - {protocol: TCP, port: 9015}
            """),
        },
    ];

    public override CheckScope Scope => CheckScope.Form;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context) =>
        from rule in policy.AllRules
        from repeated in Repetition.Find(rule.Ports, CanonicalText.Of)
        select new LintFinding(
            DiagnosticCodes.PortDuplicate,
            $"`{repeated.Again}` stands {Repetition.Whereabouts(repeated.First.Place, repeated.Again.Place)} already: "
                + "this entry changes nothing.",
            repeated.Again.Place)
        {
            Fix = Fix.Safe("Remove the entry", new Edit.RemoveElement(repeated.Again.Place.Location)),
        };
}

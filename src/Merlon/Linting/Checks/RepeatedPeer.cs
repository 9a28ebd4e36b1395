using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;

namespace Merlon.Linting.Checks;

/// <summary>A peer that an earlier one of its rule already names.</summary>
sealed class RepeatedPeer : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.PeerDuplicate,
            "A peer says what an earlier one of its rule says, and changes nothing.")
        {
            Example = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Ingress]
            ingress:
            - from:
              - podSelector: {}
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
        from rule in policy.AllRules
        from repeated in Repetition.Find(rule.Peers, CanonicalText.Of)
        select new LintFinding(
            DiagnosticCodes.PeerDuplicate,
            $"The peer {Repetition.Whereabouts(repeated.First.Place, repeated.Again.Place)} says the same: "
                + "this one changes nothing.",
            repeated.Again.Place)
        {
            Fix = Fix.Safe("Remove the peer", new Edit.RemoveElement(repeated.Again.Place.Location)),
        };
}

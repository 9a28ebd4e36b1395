using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Policies;

namespace Merlon.Linting.Checks;

/// <summary>Rules for a direction that the policy does not govern.</summary>
sealed class IgnoredRules : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.TypesIgnored,
            "The policy has rules for a direction that its `policyTypes` leave out. They have no effect "
                + "at all: the policy leaves that direction as it is.")
        {
            Example = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Ingress]
            egress:
            - to:
              - ipBlock: {cidr: 10.0.0.0/8}
            """),
            Better = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Ingress, Egress]
            egress:
            - to:
              - ipBlock: {cidr: 10.0.0.0/8}
            """),
        },
    ];

    public override CheckScope Scope => CheckScope.Form;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context) =>
        from direction in new[] { Direction.Ingress, Direction.Egress }
        where !policy.Governs(direction) && !policy.Rules(direction).IsEmpty
        select new LintFinding(
            DiagnosticCodes.TypesIgnored,
            Message(direction, policy.Rules(direction).Length),
            policy.Places.Rules(direction))
        {
            Fix = Fix.Proposed(
                $"Add {direction} to policyTypes",
                new Edit.AddElement(policy.Places.PolicyTypes.Location, "policyTypes", $"{direction}")),
        };

    static string Message(Direction direction, int rules) =>
        $"`policyTypes` does not list `{direction}`, so {(rules == 1 ? "this rule has" : $"these {rules} rules have")} "
            + $"no effect: the policy leaves {LintWords.Traffic(direction)} as it is. List `{direction}`, "
            + "or remove the rules.";
}

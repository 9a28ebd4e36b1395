using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Linting.Checks;

/// <summary>A rule that is null, which the API reads as the one that allows everything.</summary>
sealed class NullRule : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.NullRule,
            "A hyphen with nothing behind it is the empty rule, and the empty rule allows everything.")
        {
            Example = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Ingress]
            ingress:
            -
            """),
            Better = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Ingress]
            ingress: []
            """),
        },
    ];

    public override CheckScope Scope => CheckScope.Form;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context) =>
        from direction in new[] { Direction.Ingress, Direction.Egress }
        where policy.Governs(direction)
        from rule in policy.Rules(direction)
        where rule.IsNull
        select new LintFinding(
            DiagnosticCodes.NullRule,
            $"This rule is null, which means `{{}}`: it allows all {LintWords.Traffic(direction)} of the selected "
                + $"pods. Write `- {{}}` if that is meant, or remove it."
                + context.World.Witness(policy, direction, Protocol.Tcp, 443, Verdict.Allow),
            rule.Place)
        {
            Fix = Fix.Proposed("Write `{}`, which means the same", new Edit.SetValue(rule.Place.Location, "{}")),
        };
}

using System.Collections.Immutable;
using System.Globalization;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Linting.Checks;

/// <summary>A rule of an ordered policy behind one that decides all of its flows.</summary>
sealed class UnreachedRules : PolicyCheck<PolicyResource>
{
    // The code has its rule where rules add up.
    public override ImmutableArray<LintRule> Rules => [];

    public override IEnumerable<LintFinding> Check(PolicyResource policy, LintContext context)
    {
        if (policy is NetworkPolicyResource || context.Compiled(policy) is not { Policy: var compiled }) return [];
        return
            from direction in new[] { Direction.Ingress, Direction.Egress }
            where compiled.Governs(direction)
            let rules = compiled.Rules(direction)
            from rule in rules
            where rule.Action != RuleAction.Log && rule.Note is null
            let earlier = rules.FirstOrDefault(other => other.Number < rule.Number && other.Action != RuleAction.Log
                && other.Note is null && RuleCoverage.Covers(other, rule))
            where earlier is not null
            select new LintFinding(DiagnosticCodes.Shadowed, Message(earlier, rule), PlaceOf(rule, direction));
    }

    static string Message(Rule earlier, Rule rule) => string.Create(
        CultureInfo.InvariantCulture,
        $"Rule {earlier.Number} on line {earlier.Origin.Line} comes first and {Verb(earlier.Action)} all that this one "
            + $"{Verb(rule.Action)}: this one never decides.");

    static string Verb(RuleAction action) => action switch
    {
        RuleAction.Allow => "allows",
        RuleAction.Deny => "denies",
        RuleAction.Pass => "passes on",
        _ => throw new InvalidOperationException($"{action} decides nothing."),
    };

    static Place PlaceOf(Rule rule, Direction direction) => new(
        rule.Origin,
        FieldPath.Root.Field("spec").Field(direction == Direction.Ingress ? "ingress" : "egress").Element(rule.Number - 1));
}

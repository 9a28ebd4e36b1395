using System.Globalization;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Apis.NetworkPolicyV1;

/// <summary>Says why no NetworkPolicy is suggested for a flow that a rule of another tier denies, and what would help.</summary>
public static class SuggestionObstacle
{
    /// <summary>The reason, in a few sentences; null where no rule of another tier denies the flow.</summary>
    public static string? Of(Evaluator evaluator, in Flow flow)
    {
        var result = evaluator.Evaluate(flow);
        foreach (var side in new[] { result.Egress, result.Ingress })
        {
            if (side is { Verdict: Verdict.Deny, Tier: { Name: not Tier.DefaultName } tier, Policy: { } policy })
            {
                return Of(tier, policy, side.Rule);
            }
        }
        return null;
    }

    static string Of(Tier tier, Policy policy, Rule? rule)
    {
        var decider = rule is null
            ? $"the default of tier {tier.Name}"
            : $"rule {rule.Number} of {policy.Id.Kind} {policy.Id.QualifiedName} ({rule.Origin.ToShortString()})";
        var when = tier.Order < Tier.DefaultOrder
            ? $"tier {tier.Name} is asked before NetworkPolicies, and {decider} denies there: no NetworkPolicy can help."
            : $"no NetworkPolicy isolates here, and {decider} denies after them: a NetworkPolicy that allows this would "
                + "come first, but it would isolate its pods from everything else.";
        var above = policy.Order > 0
            ? string.Create(CultureInfo.InvariantCulture, $", or in a policy of the tier with a number below {policy.Order}")
            : "";
        return rule is null
            ? $"{when} A rule of the tier that allows or passes this flow helps."
            : $"{when} A rule that allows or passes this flow helps where it stands before that rule: "
                + $"in {policy.Id.QualifiedName} above rule {rule.Number}{above}.";
    }
}

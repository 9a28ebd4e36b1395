using System.Collections.Immutable;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>A tier that was reached, with the policies of it that apply.</summary>
public sealed record TierWalk(Tier Tier, ImmutableArray<PolicyWalk> Policies)
{
    /// <summary>The first rule that matched and did more than record, with its policy; null where none did.</summary>
    public (PolicyWalk Policy, RuleWalk Rule)? FirstMatch
    {
        get
        {
            foreach (var policy in Policies)
            {
                var rule = policy.FirstMatch;
                if (rule is not null) return (policy, rule);
            }
            return null;
        }
    }

    /// <summary>What became of the flow here, in a word or two.</summary>
    public string Outcome
    {
        get
        {
            var certain = FirstMatch?.Rule.Rule.Action.ToString()
                ?? (Tier.DefaultAction == TierDefault.Deny ? "no rule, Deny" : "no rule");
            var doubtful = Policies.SelectMany(policy => policy.Rules)
                .TakeWhile(rule => rule != FirstMatch?.Rule)
                .FirstOrDefault(rule => rule.Outcome == MatchOutcome.Unknown && rule.Rule.Action != RuleAction.Log);
            return doubtful is null ? certain : $"{doubtful.Rule.Action}? or {certain}";
        }
    }
}

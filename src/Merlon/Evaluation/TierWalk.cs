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

    /// <summary>What became of the flow here, in a word.</summary>
    public string Outcome => (FirstMatch?.Rule.Rule.Action, Tier.DefaultAction) switch
    {
        (null, TierDefault.Deny) => "no rule, Deny",
        (null, _) => "no rule",
        ({ } action, _) => action.ToString(),
    };
}

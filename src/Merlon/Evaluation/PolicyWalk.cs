using System.Collections.Immutable;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>A policy that applies to the subject, with all its rules for the direction in order.</summary>
public sealed record PolicyWalk(Policy Policy, ImmutableArray<RuleWalk> Rules)
{
    /// <summary>The first rule that matched and did more than record; null where none did.</summary>
    public RuleWalk? FirstMatch => Rules.FirstOrDefault(rule => rule.Matched && rule.Rule.Action != RuleAction.Log);
}

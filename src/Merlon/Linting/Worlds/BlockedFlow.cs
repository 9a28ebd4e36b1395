using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Linting.Worlds;

/// <summary>A flow that is denied, and the policy to look at: the one that denies, or isolates with the least
/// rules.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Policy">That policy.</param>
/// <param name="Rule">The rule that denies; null where none allows.</param>
sealed record BlockedFlow(Flow Flow, PolicyId? Policy, Rule? Rule)
{
    public static BlockedFlow Of(in Flow flow, DirectionResult result, Evaluator evaluator, Endpoint subject)
    {
        if (result.Basis != Basis.TierDefault) return new BlockedFlow(flow, result.Policy?.Id, result.Rule);
        var isolating = evaluator.Applying(subject, Direction.Egress)
            .First(applying => applying.Tier == result.Tier)
            .Policies
            .OrderBy(policy => policy.Egress.Length)
            .ThenBy(policy => policy.Origin)
            .First();
        return new BlockedFlow(flow, isolating.Id, null);
    }
}

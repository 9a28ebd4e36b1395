using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>Why one direction of a flow fares as it does.</summary>
/// <param name="Direction">The direction.</param>
/// <param name="Subject">The end that is judged.</param>
/// <param name="Result">The verdict and what it rests on.</param>
/// <param name="Tiers">The tiers walked, up to the one that decided; tiers without applying policies are left
/// out.</param>
public sealed record DirectionExplanation(
    Direction Direction, FlowEnd Subject, DirectionResult Result, ImmutableArray<TierWalk> Tiers);

using System.Collections.Immutable;

namespace Merlon.Nftables;

/// <summary>Steps that the kernel takes all or none, in one transaction. Equal where the steps are, in order.</summary>
/// <param name="Steps">The steps, in order; never empty.</param>
public sealed record RulesetBatch(ImmutableArray<RulesetStep> Steps)
{
    /// <summary>Whether packets that are under way must have passed before it, so that none sees both it and what was before the last one.</summary>
    public bool WaitsForPackets { get; init; }

    public bool Equals(RulesetBatch? other) => other is not null && WaitsForPackets == other.WaitsForPackets && Steps.SequenceEqual(other.Steps);

    public override int GetHashCode() => Steps.Length;
}

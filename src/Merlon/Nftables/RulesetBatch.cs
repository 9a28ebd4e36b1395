using System.Collections.Immutable;

namespace Merlon.Nftables;

/// <summary>Steps that the kernel takes all or none, in one transaction. Equal where the steps are, in order.</summary>
/// <param name="Steps">The steps, in order; never empty.</param>
public sealed record RulesetBatch(ImmutableArray<RulesetStep> Steps)
{
    /// <summary>The packets under way that must have passed before it.</summary>
    public PacketWait Wait { get; init; }

    public bool Equals(RulesetBatch? other) => other is not null && Wait == other.Wait && Steps.SequenceEqual(other.Steps);

    public override int GetHashCode() => Steps.Length;
}

using System.Collections.Immutable;

namespace Merlon.Nftables;

/// <summary>Steps that the kernel takes all or none, in one transaction. Equal where the steps are, in order.</summary>
/// <param name="Steps">The steps, in order; never empty.</param>
public sealed record RulesetBatch(ImmutableArray<RulesetStep> Steps)
{
    public bool Equals(RulesetBatch? other) => other is not null && Steps.SequenceEqual(other.Steps);

    public override int GetHashCode() => Steps.Length;
}

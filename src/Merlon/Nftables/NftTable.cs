using System.Collections.Immutable;

namespace Merlon.Nftables;

/// <summary>
/// A table of family <c>inet</c> with all that it holds, each kind ordered by name: a whole ruleset, comparable.
/// </summary>
public sealed record NftTable(
    NftName Name, ImmutableArray<NftSet> Sets, ImmutableArray<NftVerdictMap> Maps, ImmutableArray<NftChain> Chains)
{
    public bool Equals(NftTable? other) => other is not null
        && Name == other.Name && Sets.SequenceEqual(other.Sets) && Maps.SequenceEqual(other.Maps) && Chains.SequenceEqual(other.Chains);

    public override int GetHashCode() => HashCode.Combine(Name, Sets.Length, Maps.Length, Chains.Length);
}

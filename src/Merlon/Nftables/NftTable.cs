using System.Collections.Immutable;

namespace Merlon.Nftables;

/// <summary>
/// A table of family <c>inet</c> with all that it holds, each kind ordered by name: a whole ruleset, comparable.
/// </summary>
public sealed record NftTable(
    NftName Name, ImmutableArray<NftSet> Sets, ImmutableArray<NftVerdictMap> Maps, ImmutableArray<NftChain> Chains)
{
    /// <summary>The chain of a name; null where there is none.</summary>
    internal NftChain? ChainOf(NftName name)
    {
        var (first, last) = (0, Chains.Length - 1);
        while (first <= last)
        {
            var middle = (first + last) / 2;
            switch (Chains[middle].Name.CompareTo(name))
            {
                case 0: return Chains[middle];
                case < 0: first = middle + 1; break;
                default: last = middle - 1; break;
            }
        }
        return null;
    }

    public bool Equals(NftTable? other) => other is not null
        && Name == other.Name && Sets.SequenceEqual(other.Sets) && Maps.SequenceEqual(other.Maps) && Chains.SequenceEqual(other.Chains);

    public override int GetHashCode() => HashCode.Combine(Name, Sets.Length, Maps.Length, Chains.Length);
}

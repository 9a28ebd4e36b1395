using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Nftables;

/// <summary>A map from single addresses of one family to verdicts, found by hash. Elements are ordered by address.</summary>
public sealed record NftVerdictMap(NftName Name, IpFamily Family, ImmutableArray<KeyValuePair<IpAddress, NftVerdict>> Elements)
{
    public bool Equals(NftVerdictMap? other) => other is not null && Name == other.Name && Elements.SequenceEqual(other.Elements);

    public override int GetHashCode() => HashCode.Combine(Name, Elements.Length);
}

using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Nftables;

/// <summary>A map from single addresses of one family to verdicts, found by hash. Elements are ordered by address.</summary>
public sealed record NftVerdictMap(NftName Name, IpFamily Family, ImmutableArray<KeyValuePair<IpAddress, NftVerdict>> Elements)
{
    public bool Equals(NftVerdictMap? other)
    {
        if (other is null || Name != other.Name || Elements.Length != other.Elements.Length) return false;
        for (var i = 0; i < Elements.Length; i++)
        {
            if (Elements[i].Key != other.Elements[i].Key || Elements[i].Value != other.Elements[i].Value) return false;
        }
        return true;
    }

    public override int GetHashCode() => HashCode.Combine(Name, Elements.Length);
}

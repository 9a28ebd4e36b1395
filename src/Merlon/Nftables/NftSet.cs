using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Nftables;

/// <summary>A set that rules look fields up in. A closed family; elements are ordered and distinct.</summary>
/// <param name="Name">Its name.</param>
public abstract record NftSet(NftName Name)
{
    /// <summary>The number of elements.</summary>
    public abstract int Count { get; }

    /// <summary>Single addresses, found by hash.</summary>
    public sealed record Addresses(NftName Name, IpFamily Family, ImmutableArray<IpAddress> Elements) : NftSet(Name)
    {
        public override int Count => Elements.Length;

        public bool Equals(Addresses? other) => other is not null && Name == other.Name && Elements.SequenceEqual(other.Elements);

        public override int GetHashCode() => HashCode.Combine(Name, Elements.Length);
    }

    /// <summary>Disjoint blocks, neither overlapping nor mergeable, found as intervals.</summary>
    public sealed record Blocks(NftName Name, IpFamily Family, ImmutableArray<Cidr> Elements) : NftSet(Name)
    {
        public override int Count => Elements.Length;

        public bool Equals(Blocks? other) => other is not null && Name == other.Name && Elements.SequenceEqual(other.Elements);

        public override int GetHashCode() => HashCode.Combine(Name, Elements.Length);
    }

    /// <summary>Ranges of ports, neither overlapping nor adjacent, found as intervals.</summary>
    public sealed record Ports(NftName Name, ImmutableArray<PortRange> Elements) : NftSet(Name)
    {
        public override int Count => Elements.Length;

        public bool Equals(Ports? other) => other is not null && Name == other.Name && Elements.SequenceEqual(other.Elements);

        public override int GetHashCode() => HashCode.Combine(Name, Elements.Length);
    }
}

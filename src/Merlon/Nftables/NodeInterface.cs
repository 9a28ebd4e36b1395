using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Nftables;

/// <summary>A network interface of a node, with the addresses that it has at the moment.</summary>
public sealed record NodeInterface(string Name, ImmutableArray<IpAddress> Addresses)
{
    public bool Equals(NodeInterface? other) => other is not null && Name == other.Name && Addresses.SequenceEqual(other.Addresses);

    public override int GetHashCode() => HashCode.Combine(Name, Addresses.Length);
}

using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Connectivity;

/// <summary>
/// The addresses that no endpoint has, cut where policies tell them apart. Blocks nest, so the parts form a forest.
/// </summary>
sealed class OutsideRanges
{
    readonly Cluster _cluster;
    readonly List<(Cidr Block, IpAddress Sample)> _parts = [];
    readonly List<int> _parents = [];
    readonly List<IpAddress> _samples = [];

    /// <param name="cluster">Whose addresses are not outside.</param>
    /// <param name="borders">The distinct blocks, in order, at whose edges policies tell addresses apart.</param>
    public OutsideRanges(Cluster cluster, ImmutableArray<Cidr> borders)
    {
        (_cluster, Borders) = (cluster, borders);
        var families = cluster.Endpoints
            .SelectMany(endpoint => endpoint.Addresses)
            .Select(address => address.Family)
            .Concat(borders.Select(block => block.Family))
            .ToHashSet();
        if (families.Count == 0) families.Add(IpFamily.IPv4);
        foreach (var family in families.Order())
        {
            foreach (var atom in AddressAtoms.Split(Cidr.All(family), borders))
            {
                if (StrangerIn(atom) is not { } stranger) continue;
                _parents.Add(_parts.FindLastIndex(part => part.Block.Contains(atom.Block)));
                _parts.Add((atom.Block, stranger));
                _samples.Add(stranger);
            }
        }
    }

    /// <summary>The blocks at whose edges addresses are told apart.</summary>
    public ImmutableArray<Cidr> Borders { get; }

    /// <summary>The same address space, cut at the edges of further blocks too.</summary>
    public OutsideRanges With(ImmutableArray<Cidr> blocks)
    {
        var known = Borders.ToHashSet();
        return known.IsSupersetOf(blocks) ? this : new OutsideRanges(_cluster, [.. known.Union(blocks).Order()]);
    }

    /// <summary>An address of each range, ordered by block.</summary>
    public IReadOnlyList<IpAddress> Samples => _samples;

    /// <summary>The block of a range; smaller blocks inside it may be other ranges.</summary>
    public Cidr BlockOf(int place) => _parts[place].Block;

    /// <summary>
    /// The place of the range that the address lies in; null for an address of an endpoint, and for an IP version that
    /// neither the cluster nor a policy uses.
    /// </summary>
    public int? PlaceOf(IpAddress address) =>
        !_cluster.Addresses.TryGet(address, out _) && _parts.FindLastIndex(part => part.Block.Contains(address)) is >= 0 and var place
            ? place
            : null;

    /// <summary>
    /// The value of each range, by its place among the samples, with a range that fares like the one around it joined to
    /// it. Ordered by block.
    /// </summary>
    public IEnumerable<(string Name, T Value)> Fold<T>(Func<int, T> ask, Func<T, T, bool> alike)
    {
        var values = Enumerable.Range(0, _parts.Count).Select(ask).ToList();
        var heads = new int[_parts.Count];
        var without = new List<Cidr>[_parts.Count];
        for (var i = 0; i < _parts.Count; i++)
        {
            without[i] = [];
            var around = _parents[i] < 0 ? -1 : heads[_parents[i]];
            heads[i] = around >= 0 && alike(values[around], values[i]) ? around : i;
            if (around >= 0 && heads[i] == i) without[around].Add(_parts[i].Block);
        }
        for (var i = 0; i < _parts.Count; i++)
        {
            if (heads[i] == i)
            {
                yield return (
                    new AddressAtom(_parts[i].Block, [.. without[i]], _parts[i].Sample).ToString(), values[i]);
            }
        }
    }

    // An address of the atom that no endpoint has; null where the cluster owns all of it.
    IpAddress? StrangerIn(AddressAtom atom)
    {
        var last = atom.Block.Last;
        for (var address = atom.Sample; ; address = IpAddress.Create(address.Family, address.Value + 1))
        {
            if (!_cluster.Addresses.TryGet(address, out _) && !atom.Without.Any(inner => inner.Contains(address)))
            {
                return address;
            }
            if (address == last) return null;
        }
    }
}

using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;

namespace Merlon.Connectivity;

/// <summary>
/// The addresses that no endpoint has, cut where policies tell them apart. Blocks nest, so the parts form a forest.
/// </summary>
sealed class OutsideRanges
{
    readonly List<(Cidr Block, IpAddress Sample)> _parts = [];
    readonly List<int> _parents = [];

    public OutsideRanges(Evaluator evaluator)
    {
        var blocks = AddressAtoms.PolicyBlocks(evaluator.Policies)
            .Concat(FirewallBorders.Blocks(evaluator.Firewalls))
            .Concat(AddressAtoms.NamedAddresses(evaluator.Cluster, evaluator.Policies).Select(Cidr.Of))
            .ToHashSet();
        var known = evaluator.Cluster.Endpoints.SelectMany(endpoint => endpoint.Addresses).ToHashSet();
        var families = known.Select(address => address.Family).Concat(blocks.Select(block => block.Family)).ToHashSet();
        if (families.Count == 0) families.Add(IpFamily.IPv4);
        foreach (var family in families.Order())
        {
            foreach (var atom in AddressAtoms.Split(Cidr.All(family), [.. blocks.Order()]))
            {
                if (StrangerIn(atom, known) is not { } stranger) continue;
                _parents.Add(_parts.FindLastIndex(part => part.Block.Contains(atom.Block)));
                _parts.Add((atom.Block, stranger));
            }
        }
    }

    /// <summary>
    /// The value of each range, with a range that fares like the one around it joined to it. Ordered by block.
    /// </summary>
    public IEnumerable<(string Name, T Value)> Fold<T>(Func<FlowEnd, T> ask, Func<T, T, bool> alike)
    {
        var values = _parts.Select(part => ask(FlowEnd.Outside(part.Sample))).ToList();
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
    static IpAddress? StrangerIn(AddressAtom atom, HashSet<IpAddress> known)
    {
        var last = atom.Block.Last;
        for (var address = atom.Sample; ; address = IpAddress.Create(address.Family, address.Value + 1))
        {
            if (!known.Contains(address) && !atom.Without.Any(inner => inner.Contains(address))) return address;
            if (address == last) return null;
        }
    }
}

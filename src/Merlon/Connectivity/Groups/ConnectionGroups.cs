using Merlon.Connectivity.Classes;
using Merlon.Model;

namespace Merlon.Connectivity.Groups;

/// <summary>
/// All connections as few groups. What is exempt from policies for a node and the pods that it hosts is left out: it
/// would say the same of every node.
/// </summary>
public sealed class ConnectionGroups
{
    readonly ConnectivityMap _map;
    readonly UnitList _list;
    readonly Reasons _reasons;

    public ConnectionGroups(ConnectivityMap map) => (_map, _list, _reasons) = (map, new UnitList(map), new Reasons(map));

    /// <summary>All ends that are in any group, or could be.</summary>
    public EndGroup Everyone => _list.Names(BitSet.All(_list.Units.Length), EndFilter.Everyone);

    /// <summary>The groups, those that begin or end outside last; within, by their first names.</summary>
    /// <param name="from">The senders that are asked about.</param>
    /// <param name="to">The receivers that are asked about.</param>
    public IReadOnlyList<ConnectionGroup> Between(EndFilter from, EndFilter to)
    {
        var found = new List<ConnectionGroup>();
        foreach (var (sources, destinations, value) in Rectangles(_list.AskedFor(from), _list.AskedFor(to)))
        {
            var (senders, receivers) = (_list.Names(sources, from), _list.Names(destinations, to));
            found.AddRange(value.Parts.Select(part => new ConnectionGroup(
                senders.Usable(part.Family, Families(destinations)),
                receivers.Usable(part.Family, Families(sources)),
                part.Opening,
                part.Family,
                _reasons.Of(ClassesOf(sources), ClassesOf(destinations), part.Opening))));
        }
        return
        [
            .. found.OrderBy(group => group.From.Inside.IsEmpty)
                .ThenBy(group => group.To.Inside.IsEmpty)
                .ThenBy(group => group.From.Inside.FirstOrDefault())
                .ThenBy(group => group.To.Inside.FirstOrDefault())
                .ThenBy(group => group.From.Outside.FirstOrDefault(), StringComparer.Ordinal)
                .ThenBy(group => group.To.Outside.FirstOrDefault(), StringComparer.Ordinal)
                .ThenBy(group => group.Family),
        ];
    }

    IEnumerable<(BitSet Sources, BitSet Destinations, PairValue Value)> Rectangles(BitSet sources, BitSet destinations)
    {
        var quotient = Quotient.Of(_map, _list, sources, destinations);
        int[] rowSizes = [.. quotient.Sources.Select(set => set.Count)];
        int[] columnSizes = [.. quotient.Destinations.Select(set => set.Count)];
        for (var place = 1; place < quotient.Values.Count; place++)
        {
            BitSet[] marks = [.. quotient.Cells.Select(cells => Marks(cells, place))];
            foreach (var (rows, columns) in new RectangleCover(marks, rowSizes, columnSizes).Rectangles())
            {
                yield return (
                    Union(rows, quotient.Sources), Union(columns, quotient.Destinations), quotient.Values[place]);
            }
        }
    }

    HashSet<IpFamily> Families(BitSet units)
    {
        var families = new HashSet<IpFamily>();
        foreach (var unit in units)
        {
            if (_list.Units[unit].V4 is not null) families.Add(IpFamily.IPv4);
            if (_list.Units[unit].V6 is not null) families.Add(IpFamily.IPv6);
        }
        return families;
    }

    static BitSet Marks(int[] cells, int place)
    {
        var marks = new BitSet(cells.Length);
        for (var column = 0; column < cells.Length; column++)
        {
            if (cells[column] == place) marks.Add(column);
        }
        return marks;
    }

    BitSet Union(BitSet members, List<BitSet> sets)
    {
        var union = new BitSet(_list.Units.Length);
        foreach (var member in members) union.Or(sets[member]);
        return union;
    }

    BitSet ClassesOf(BitSet units)
    {
        var classes = new BitSet(_map.Classes.Count);
        foreach (var unit in units)
        {
            if (_list.Units[unit].V4 is { } v4) classes.Add(v4);
            if (_list.Units[unit].V6 is { } v6) classes.Add(v6);
        }
        return classes;
    }
}

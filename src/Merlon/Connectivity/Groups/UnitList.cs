using System.Collections.Immutable;
using Merlon.Connectivity.Classes;
using Merlon.Model;

namespace Merlon.Connectivity.Groups;

/// <summary>All ends of a map as units, and what people call them.</summary>
sealed class UnitList
{
    readonly ConnectivityMap _map;
    readonly Dictionary<(int?, int?), (List<EndName> Names, List<int> Places)> _found = [];

    public UnitList(ConnectivityMap map)
    {
        _map = map;
        foreach (var workload in map.Evaluator.Cluster.Endpoints.GroupBy(endpoint => endpoint.Workload)) Add([.. workload]);
        AddOutside();
        Units =
        [
            .. _found.Select(found => new Unit(
                found.Key.Item1, found.Key.Item2, [.. found.Value.Names.Distinct().Order()], [.. found.Value.Places])),
        ];
    }

    public ImmutableArray<Unit> Units { get; }

    /// <summary>The members of the units that are asked for.</summary>
    public EndGroup Names(BitSet units, EndFilter filter)
    {
        var inside = new List<EndName>();
        var held = new bool[_map.Outside.Samples.Count];
        foreach (var unit in units)
        {
            inside.AddRange(Units[unit].Names.Where(filter.Inside));
            foreach (var place in Units[unit].Places) held[place] = filter.Outside(_map.Outside.BlockOf(place));
        }
        var ranges = _map.Outside.Fold(place => held[place], (a, b) => a == b)
            .Where(range => range.Value)
            .Select(range => range.Name);
        return new EndGroup([.. inside.Distinct().Order()], [.. ranges], held.Length > 0 && Array.TrueForAll(held, yes => yes));
    }

    /// <summary>The units with a member that is asked for.</summary>
    public BitSet AskedFor(EndFilter filter)
    {
        var asked = new BitSet(Units.Length);
        for (var i = 0; i < Units.Length; i++)
        {
            if (Units[i].Names.Any(filter.Inside) || Units[i].Places.Any(place => filter.Outside(_map.Outside.BlockOf(place))))
            {
                asked.Add(i);
            }
        }
        return asked;
    }

    // A workload whose endpoints are all of one unit is called by its own name, else each by its name.
    void Add(Endpoint[] workload)
    {
        var home = workload[0].Namespace?.Name;
        var units = workload.Select(endpoint => (Endpoint: endpoint, Keys: KeysOf(endpoint).ToList())).ToList();
        var first = units[0].Keys;
        var alike = units.TrueForAll(unit => unit.Keys.SequenceEqual(first));
        foreach (var (endpoint, keys) in alike ? units.Take(1) : units)
        {
            var whole = workload[0].Workload.Text;
            var name = alike || endpoint.Id.Text == whole
                ? new EndName(whole, home)
                : new EndName(endpoint.Id.Text, home, whole);
            foreach (var key in keys) FoundAt(key).Names.Add(name);
        }
    }

    // A pod has an address of each version at most; further addresses of a node are units without the other version.
    IEnumerable<(int?, int?)> KeysOf(Endpoint endpoint)
    {
        var classes = _map.Classes.Of(endpoint).ToArray();
        if (endpoint.Addresses.IsEmpty) return [(classes[0], classes[0])];
        var v4 = ClassesOf(IpFamily.IPv4);
        var v6 = ClassesOf(IpFamily.IPv6);
        return Enumerable.Range(0, Math.Max(v4.Count, v6.Count))
            .Select(i => (i < v4.Count ? v4[i] : (int?)null, i < v6.Count ? v6[i] : (int?)null));

        List<int> ClassesOf(IpFamily family) =>
            [.. classes.Where((_, i) => endpoint.Addresses[i].Family == family).Distinct()];
    }

    void AddOutside()
    {
        int? root4 = null, root6 = null;
        for (var place = 0; place < _map.Outside.Samples.Count; place++)
        {
            var id = _map.Classes.OfStranger(place);
            var isV4 = _map.Outside.Samples[place].Family == IpFamily.IPv4;
            if (_map.Outside.BlockOf(place).PrefixLength > 0) FoundAt(isV4 ? (id, null) : (null, id)).Places.Add(place);
            else if (isV4) root4 = place;
            else root6 = place;
        }
        if (root4 is null && root6 is null) return;
        var roots = FoundAt((ClassAt(root4), ClassAt(root6))).Places;
        if (root4 is { } first) roots.Add(first);
        if (root6 is { } second) roots.Add(second);

        int? ClassAt(int? place) => place is { } known ? _map.Classes.OfStranger(known) : null;
    }

    (List<EndName> Names, List<int> Places) FoundAt((int?, int?) key)
    {
        if (!_found.TryGetValue(key, out var found)) _found.Add(key, found = ([], []));
        return found;
    }
}

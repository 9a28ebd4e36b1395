using System.Collections.Immutable;
using Merlon.Connectivity.Groups;
using Merlon.Model;

namespace Merlon.Connectivity.Differences;

/// <summary>Ends that are in both versions, with the places of their units in each.</summary>
/// <param name="Old">The unit of the older version.</param>
/// <param name="New">The unit of the newer version.</param>
/// <param name="Names">Their names.</param>
/// <param name="Blocks">The ranges outside.</param>
/// <param name="IsSingle">Whether they are one endpoint in both versions.</param>
sealed record CommonUnit(
    int Old, int New, ImmutableArray<EndName> Names, ImmutableArray<Cidr> Blocks, bool IsSingle);

/// <summary>Finds the ends of two versions that are the same, by name: a workload whose pods are alike in both versions
/// is one, whatever its pods are called.</summary>
sealed class CommonUnits
{
    CommonUnits(ImmutableArray<CommonUnit> units, ImmutableArray<EndName> @new, ImmutableArray<EndName> gone) =>
        (Units, New, Gone) = (units, @new, gone);

    public ImmutableArray<CommonUnit> Units { get; }

    public ImmutableArray<EndName> New { get; }

    public ImmutableArray<EndName> Gone { get; }

    public static CommonUnits Of(ConnectivityMap old, UnitList oldUnits, ConnectivityMap @new, UnitList newUnits)
    {
        var whole = Workloads(oldUnits).Intersect(Workloads(newUnits)).ToHashSet();
        var (oldEndpoints, newEndpoints) = (ByWorkload(old), ByWorkload(@new));
        var before = PlacesByName(oldEndpoints, oldUnits, whole);
        var after = PlacesByName(newEndpoints, newUnits, whole);
        var found = new Dictionary<(int, int), (List<EndName> Names, List<Cidr> Blocks)>();
        foreach (var (name, places) in before)
        {
            if (!after.TryGetValue(name, out var others)) continue;
            foreach (var (first, second) in places.Zip(others)) At(first, second).Names.Add(name);
        }
        var outsideAfter = PlacesOutside(@new, newUnits);
        foreach (var (block, place) in PlacesOutside(old, oldUnits))
        {
            if (outsideAfter.TryGetValue(block, out var other)) At(place, other).Blocks.Add(block);
        }
        return new CommonUnits(
            [.. found.Select(unit => new CommonUnit(
                unit.Key.Item1,
                unit.Key.Item2,
                [.. unit.Value.Names.Order()],
                [.. unit.Value.Blocks.Order()],
                unit.Value.Names is [var only] && IsOneEndpoint(oldEndpoints, only) && IsOneEndpoint(newEndpoints, only)))],
            [.. Without(after.Keys, before.Keys, oldEndpoints)],
            [.. Without(before.Keys, after.Keys, newEndpoints)]);

        (List<EndName> Names, List<Cidr> Blocks) At(int first, int second)
        {
            if (!found.TryGetValue((first, second), out var unit)) found.Add((first, second), unit = ([], []));
            return unit;
        }
    }

    static ILookup<string, Endpoint> ByWorkload(ConnectivityMap map) => map.Evaluator.Cluster.Endpoints
        .ToLookup(endpoint => endpoint.Workload.Text, StringComparer.Ordinal);

    static bool IsOneEndpoint(ILookup<string, Endpoint> byWorkload, EndName name) =>
        name.Workload is not null || byWorkload[name.Text].Count() == 1;

    // A pod of a workload that the other version has is not told as new or gone: pods come and go.
    static IEnumerable<EndName> Without(
        IEnumerable<EndName> names, IEnumerable<EndName> others, ILookup<string, Endpoint> known) =>
        names.Except(others).Where(name => !known.Contains(name.Workload ?? name.Text)).Order();

    static IEnumerable<EndName> Workloads(UnitList list) => list.Units.SelectMany(unit => unit.Names).Where(name => name.Workload is null);

    // By workload where both versions have it as one, else by endpoint.
    static Dictionary<EndName, List<int>> PlacesByName(
        ILookup<string, Endpoint> byWorkload, UnitList list, HashSet<EndName> whole)
    {
        var byName = new Dictionary<EndName, List<int>>();
        for (var place = 0; place < list.Units.Length; place++)
        {
            foreach (var name in list.Units[place].Names)
            {
                foreach (var known in Spelled(byWorkload, name, whole))
                {
                    if (!byName.TryGetValue(known, out var places)) byName.Add(known, places = []);
                    places.Add(place);
                }
            }
        }
        return byName;
    }

    static IEnumerable<EndName> Spelled(
        ILookup<string, Endpoint> byWorkload, EndName name, HashSet<EndName> whole)
    {
        if (name.Workload is not null || whole.Contains(name)) return [name];
        return byWorkload[name.Text]
            .Select(endpoint => new EndName(
                endpoint.Id.Text, name.Namespace, endpoint.Id.Text == name.Text ? null : name.Text));
    }

    static Dictionary<Cidr, int> PlacesOutside(ConnectivityMap map, UnitList list)
    {
        var places = new Dictionary<Cidr, int>();
        for (var unit = 0; unit < list.Units.Length; unit++)
        {
            foreach (var place in list.Units[unit].Places) places.Add(map.Outside.BlockOf(place), unit);
        }
        return places;
    }
}

using System.Collections.Immutable;
using Merlon.Connectivity.Groups;
using Merlon.Model;

namespace Merlon.Connectivity.Differences;

/// <summary>Finds for each group of changed pairs one flow that shows the change.</summary>
sealed class WitnessFinder(ConnectivityMap before, ConnectivityMap after)
{
    static readonly HashSet<IpFamily> Versions = [IpFamily.IPv4, IpFamily.IPv6];

    readonly ILookup<string, Endpoint> _old = ByName(before);
    readonly ILookup<string, Endpoint> _new = ByName(after);

    public IEnumerable<ConnectionChange> Changes(ChangedPairs pairs, ImmutableArray<CommonUnit> units)
    {
        var sources = Of(pairs.Sources, units);
        var destinations = Of(pairs.Destinations, units);
        foreach (var (opening, family) in pairs.Value.Parts)
        {
            if (Find(sources, destinations, opening, family) is not { } witness) continue;
            yield return new ConnectionChange(
                Group(sources, family), Group(destinations, family), opening, family, witness);
        }
    }

    // The first pair of ends that differ in the two versions as the group says; some of a group may be related by node.
    Witness? Find(List<CommonUnit> sources, List<CommonUnit> destinations, Opening opening, IpFamily? family)
    {
        var connection = opening.Open.Concat(opening.Unknown).First();
        var candidates =
            from source in sources.SelectMany(Ends)
            from destination in destinations.SelectMany(Ends)
            where Fits(source.New, destination.New, family) && Fits(source.Old, destination.Old, family)
            select (source, destination);
        foreach (var (source, destination) in candidates)
        {
            var flow = FlowOf(source.New, destination.New, connection);
            var was = before.Evaluator.Evaluate(FlowOf(source.Old, destination.Old, connection));
            var @is = after.Evaluator.Evaluate(flow);
            if (was.Verdict != @is.Verdict) return new Witness(flow, was, @is);
        }
        return null;
    }

    IEnumerable<(FlowEnd Old, FlowEnd New)> Ends(CommonUnit unit)
    {
        foreach (var name in unit.Names)
        {
            foreach (var (was, @is) in _old[name.Text].Zip(_new[name.Text]))
            {
                foreach (var pair in from first in FlowEnd.AllOf(was)
                                     from second in FlowEnd.AllOf(@is)
                                     where first.Address is null || second.Address is null
                                         || first.Address.Value.Family == second.Address.Value.Family
                                     select (first, second))
                {
                    yield return pair;
                }
            }
        }
        foreach (var block in unit.Blocks)
        {
            yield return (FlowEnd.Outside(SampleOf(before, block)), FlowEnd.Outside(SampleOf(after, block)));
        }
    }

    static IpAddress SampleOf(ConnectivityMap map, Cidr block) =>
        map.Outside.Samples[Enumerable.Range(0, map.Outside.Samples.Count).First(place => map.Outside.BlockOf(place) == block)];

    static bool Fits(FlowEnd source, FlowEnd destination, IpFamily? family)
    {
        if ((!source.IsPod && !destination.IsPod) || ConnectivityMap.AreRelated(source, destination)) return false;
        var (from, to) = (source.Address?.Family, destination.Address?.Family);
        return (from is null || to is null || from == to) && (family is null || (from ?? to ?? family) == family);
    }

    static Flow FlowOf(FlowEnd source, FlowEnd destination, Connection connection)
    {
        var family = source.Address?.Family ?? destination.Address?.Family;
        var protocol = connection.Protocol.IsIcmp && family == IpFamily.IPv6 ? Protocol.IcmpV6 : connection.Protocol;
        return new Flow(source, destination, protocol, connection.Ports.IsEmpty ? (ushort)0 : connection.Ports[0].First);
    }

    static List<CommonUnit> Of(Classes.BitSet members, ImmutableArray<CommonUnit> units)
    {
        var found = new List<CommonUnit>();
        foreach (var member in members) found.Add(units[member]);
        return found;
    }

    EndGroup Group(List<CommonUnit> units, IpFamily? family)
    {
        var blocks = units.SelectMany(unit => unit.Blocks).ToHashSet();
        var ranges = after.Outside.Fold(place => blocks.Contains(after.Outside.BlockOf(place)), (a, b) => a == b)
            .Where(range => range.Value)
            .Select(range => range.Name);
        return new EndGroup(
            [.. units.SelectMany(unit => unit.Names).Distinct().Order()],
            [.. ranges],
            blocks.Count > 0 && blocks.Count == after.Outside.Samples.Count)
            .Usable(family, Versions);
    }

    static ILookup<string, Endpoint> ByName(ConnectivityMap map) => map.Evaluator.Cluster.Endpoints
        .SelectMany(endpoint => new[] { endpoint.Id.Text, endpoint.Workload.Text }
            .Distinct(StringComparer.Ordinal)
            .Select(name => (Name: name, Endpoint: endpoint)))
        .ToLookup(item => item.Name, item => item.Endpoint, StringComparer.Ordinal);
}

using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Connectivity;

/// <summary>All pairs of workloads, nodes and outside ranges, with the ports that are open between them.</summary>
public static class ConnectivityTable
{
    /// <summary>
    /// The rows with any port that is open or may be, ordered by source, then destination, the outside last. Pods of one
    /// workload share a row where they fare alike and have rows of their own where they do not. Not asked: a pod towards
    /// itself, and pairs without a pod on the pod network.
    /// </summary>
    public static IEnumerable<ConnectionRow> Rows(ConnectivityMap map)
    {
        var workloads = WorkloadEnds.Of(map);
        foreach (var from in workloads)
        {
            foreach (var to in workloads)
            {
                foreach (var row in Rows(map, from, to)) yield return row;
            }
            foreach (var row in OutsideRows(map, from, isSource: true)) yield return row;
        }
        foreach (var to in workloads)
        {
            var rows = OutsideRows(map, to, isSource: false).OrderBy(row => row.From, StringComparer.Ordinal);
            foreach (var row in rows) yield return row;
        }
    }

    // Workloads whose pods are all of one class each, and not related, are looked up without looking at the pods.
    static IEnumerable<ConnectionRow> Rows(ConnectivityMap map, WorkloadEnds from, WorkloadEnds to)
    {
        if (ReferenceEquals(from, to) || !from.AreAllPods || !to.AreAllPods)
        {
            return Rows(Cells(map, from, to), from.Name, to.Name);
        }
        Opening? common = null;
        foreach (var (source, sourceFamily) in from.Classes)
        {
            foreach (var (destination, destinationFamily) in to.Classes)
            {
                if ((sourceFamily ?? destinationFamily) != (destinationFamily ?? sourceFamily)) continue;
                var opening = map.Between(source, destination);
                if (!opening.Equals(common ??= opening)) return Rows(Cells(map, from, to), from.Name, to.Name);
            }
        }
        return common is null || common.IsNone ? [] : [new ConnectionRow(from.Name, to.Name, common)];
    }

    /// <summary>The open ports from one end to another.</summary>
    sealed record Cell(FlowEnd From, FlowEnd To, Opening Opening)
    {
        public (Endpoint? From, Endpoint? To) Pair => (From.Endpoint, To.Endpoint);

        public IpFamily? Family => From.Address?.Family ?? To.Address?.Family;
    }

    static List<Cell> Cells(ConnectivityMap map, WorkloadEnds senders, WorkloadEnds receivers) =>
    [
        .. from sender in senders.Endpoints
           from receiver in receivers.Endpoints
           where !ReferenceEquals(sender, receiver) && (sender.IsOnPodNetwork || receiver.IsOnPodNetwork)
           from source in FlowEnd.AllOf(sender)
           from destination in FlowEnd.AllOf(receiver)
           where source.Address is null || destination.Address is null
               || source.Address.Value.Family == destination.Address.Value.Family
           select new Cell(source, destination, map.Between(source, destination)),
    ];

    // One row where all fare alike; else one a pair of endpoints, where that differs one a family, and at last one a
    // pair of addresses.
    static IEnumerable<ConnectionRow> Rows(List<Cell> cells, string from, string to)
    {
        if (cells.Count == 0) return [];
        if (AllAlike(cells)) return NonEmpty(new ConnectionRow(from, to, cells[0].Opening));
        return cells.GroupBy(cell => cell.Pair).SelectMany(pair => PairRows([.. pair]));
    }

    static IEnumerable<ConnectionRow> PairRows(List<Cell> cells)
    {
        var (from, to) = ($"{cells[0].From.Endpoint}", $"{cells[0].To.Endpoint}");
        if (AllAlike(cells)) return NonEmpty(new ConnectionRow(from, to, cells[0].Opening));
        return cells
            .GroupBy(cell => cell.Family)
            .OrderBy(family => family.Key)
            .SelectMany(family => AllAlike([.. family])
                ? NonEmpty(new ConnectionRow(from, to, family.First().Opening, family.Key))
                : family.SelectMany(
                    cell => NonEmpty(new ConnectionRow(Name(cell.From), Name(cell.To), cell.Opening, family.Key))));
    }

    // With the address only where the endpoint has several of its family, as a node may.
    static string Name(FlowEnd end) =>
        end.Endpoint is { } endpoint && endpoint.Addresses.Count(address => address.Family == end.Address?.Family) <= 1
            ? endpoint.Id.Text
            : end.ToString();

    static bool AllAlike(List<Cell> cells) => cells.TrueForAll(cell => cell.Opening.Equals(cells[0].Opening));

    static IEnumerable<ConnectionRow> NonEmpty(ConnectionRow row) => row.Opening.IsNone ? [] : [row];

    // Pods of the same classes share what was worked out for the first of them.
    static IEnumerable<ConnectionRow> OutsideRows(ConnectivityMap map, WorkloadEnds workload, bool isSource)
    {
        var byClasses = new Dictionary<string, List<(string Name, Opening Opening)>>(StringComparer.Ordinal);
        var byPod = new List<(string Name, List<(string Name, Opening Opening)> Ranges)>();
        foreach (var pod in workload.Endpoints.Where(endpoint => endpoint.IsOnPodNetwork))
        {
            var key = string.Join(',', map.Classes.Of(pod).ToArray());
            if (!byClasses.TryGetValue(key, out var ranges)) byClasses[key] = ranges = RangesOf(map, pod, isSource);
            byPod.Add((pod.Id.Text, ranges));
        }
        if (byPod.Count == 0) return [];
        var alike = byClasses.Values.All(ranges => ranges.SequenceEqual(byPod[0].Ranges));
        return (alike ? [(workload.Name, byPod[0].Ranges)] : byPod)
            .SelectMany(pod => pod.Ranges.Select(range => isSource
                ? new ConnectionRow(pod.Name, range.Name, range.Opening)
                : new ConnectionRow(range.Name, pod.Name, range.Opening)));
    }

    static List<(string Name, Opening Opening)> RangesOf(ConnectivityMap map, Endpoint pod, bool isSource) =>
    [
        .. map.Outside
            .Fold(place => WithStranger(map, pod, place, isSource), (a, b) => a.Equals(b))
            .Where(range => !range.Value.IsNone),
    ];

    // A pod reaches only addresses of its own families; one without a known address may have either.
    static Opening WithStranger(ConnectivityMap map, Endpoint pod, int place, bool isSource)
    {
        var family = map.Outside.Samples[place].Family;
        var index = pod.Addresses.IsEmpty ? 0 : IndexOf(pod.Addresses, family);
        if (index < 0) return Opening.None;
        var (own, stranger) = (map.Classes.Of(pod)[index], map.Classes.OfStranger(place));
        return isSource ? map.Between(own, stranger) : map.Between(stranger, own);
    }

    static int IndexOf(ImmutableArray<IpAddress> addresses, IpFamily family)
    {
        for (var i = 0; i < addresses.Length; i++)
        {
            if (addresses[i].Family == family) return i;
        }
        return -1;
    }
}

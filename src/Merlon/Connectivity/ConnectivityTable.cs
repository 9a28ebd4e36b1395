using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;

namespace Merlon.Connectivity;

/// <summary>All pairs of workloads, nodes and outside ranges, with the ports that are open between them.</summary>
public static class ConnectivityTable
{
    /// <summary>
    /// The rows with any open port, ordered by source, then destination, the outside last. Pods of one workload share
    /// a row where they fare alike and have rows of their own where they do not. Not asked: a pod towards itself, and
    /// pairs without a pod on the pod network.
    /// </summary>
    public static ImmutableArray<ConnectionRow> Compute(Evaluator evaluator)
    {
        var ports = new OpenPorts(evaluator);
        var outside = new OutsideRanges(evaluator);
        var workloads = evaluator.Cluster.Endpoints
            .GroupBy(endpoint => endpoint.Workload)
            .OrderBy(group => group.Key)
            .ToList();
        var rows = ImmutableArray.CreateBuilder<ConnectionRow>();
        foreach (var from in workloads)
        {
            foreach (var to in workloads) rows.AddRange(Rows(Cells(ports, from, to), from.Key.Text, to.Key.Text));
            rows.AddRange(OutsideRows(outside, from, (pod, stranger) => ports.Between(pod, stranger), isSource: true));
        }
        foreach (var to in workloads)
        {
            rows.AddRange(OutsideRows(outside, to, (pod, stranger) => ports.Between(stranger, pod), isSource: false)
                .OrderBy(row => row.From, StringComparer.Ordinal));
        }
        return rows.ToImmutable();
    }

    /// <summary>The open ports from one end to another.</summary>
    sealed record Cell(FlowEnd From, FlowEnd To, ImmutableArray<Connection> Open)
    {
        public (Endpoint? From, Endpoint? To) Pair => (From.Endpoint, To.Endpoint);

        public IpFamily? Family => From.Address?.Family ?? To.Address?.Family;
    }

    static List<Cell> Cells(OpenPorts ports, IEnumerable<Endpoint> senders, IEnumerable<Endpoint> receivers) =>
    [
        .. from sender in senders
           from receiver in receivers
           where !ReferenceEquals(sender, receiver) && (sender.IsOnPodNetwork || receiver.IsOnPodNetwork)
           from source in FlowEnd.AllOf(sender)
           from destination in FlowEnd.AllOf(receiver)
           where source.Address is null || destination.Address is null
               || source.Address.Value.Family == destination.Address.Value.Family
           select new Cell(source, destination, ports.Between(source, destination)),
    ];

    // One row where all fare alike; else one a pair of endpoints, where that differs one a family, and at last one a
    // pair of addresses.
    static IEnumerable<ConnectionRow> Rows(List<Cell> cells, string from, string to)
    {
        if (cells.Count == 0) return [];
        if (AllAlike(cells)) return NonEmpty(new ConnectionRow(from, to, cells[0].Open));
        return cells.GroupBy(cell => cell.Pair).SelectMany(pair => PairRows([.. pair]));
    }

    static IEnumerable<ConnectionRow> PairRows(List<Cell> cells)
    {
        var (from, to) = ($"{cells[0].From.Endpoint}", $"{cells[0].To.Endpoint}");
        if (AllAlike(cells)) return NonEmpty(new ConnectionRow(from, to, cells[0].Open));
        return cells
            .GroupBy(cell => cell.Family)
            .OrderBy(family => family.Key)
            .SelectMany(family => AllAlike([.. family])
                ? NonEmpty(new ConnectionRow(from, to, family.First().Open, family.Key))
                : family.SelectMany(
                    cell => NonEmpty(new ConnectionRow(Name(cell.From), Name(cell.To), cell.Open, family.Key))));
    }

    // With the address only where the endpoint has several of its family, as a node may.
    static string Name(FlowEnd end) =>
        end.Endpoint is { } endpoint && endpoint.Addresses.Count(address => address.Family == end.Address?.Family) <= 1
            ? endpoint.Id.Text
            : end.ToString();

    static bool AllAlike(List<Cell> cells) => cells.TrueForAll(cell => cell.Open.SequenceEqual(cells[0].Open));

    static IEnumerable<ConnectionRow> NonEmpty(ConnectionRow row) => row.Connections.IsEmpty ? [] : [row];

    static IEnumerable<ConnectionRow> OutsideRows(
        OutsideRanges outside,
        IGrouping<EndpointId, Endpoint> workload,
        Func<FlowEnd, FlowEnd, ImmutableArray<Connection>> open,
        bool isSource)
    {
        var pods = workload.Where(endpoint => endpoint.IsOnPodNetwork).ToList();
        if (pods.Count == 0) return [];
        var byPod = pods.Select(pod => (pod.Id, Ranges: outside.Fold(stranger => OpenTo(pod, stranger, open), Alike)
            .Where(range => !range.Value.IsEmpty).ToList())).ToList();
        var alike = byPod.TrueForAll(pod => pod.Ranges.Count == byPod[0].Ranges.Count
            && pod.Ranges
                .Zip(byPod[0].Ranges)
                .All(pair => pair.First.Name == pair.Second.Name && Alike(pair.First.Value, pair.Second.Value)));
        return (alike
            ? byPod.Take(1).Select(pod => (Name: workload.Key.Text, pod.Ranges))
            : byPod.Select(pod => (Name: pod.Id.Text, pod.Ranges)))
            .SelectMany(pod => pod.Ranges.Select(range => isSource
                ? new ConnectionRow(pod.Name, range.Name, range.Value)
                : new ConnectionRow(range.Name, pod.Name, range.Value)));
    }

    // A pod reaches only addresses of its own families; one without a known address may have either.
    static ImmutableArray<Connection> OpenTo(
        Endpoint pod, FlowEnd stranger, Func<FlowEnd, FlowEnd, ImmutableArray<Connection>> open)
    {
        foreach (var end in FlowEnd.AllOf(pod))
        {
            if (end.Address is null || end.Address.Value.Family == stranger.Address?.Family) return open(end, stranger);
        }
        return [];
    }

    static bool Alike(ImmutableArray<Connection> a, ImmutableArray<Connection> b) => a.SequenceEqual(b);
}

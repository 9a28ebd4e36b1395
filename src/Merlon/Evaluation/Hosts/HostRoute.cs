using Merlon.Model;

namespace Merlon.Evaluation.Hosts;

/// <summary>
/// The hosts on a flow's way: that of the sender, the one that translates the address of a Service, that of the receiver.
/// </summary>
sealed class HostRoute(Cluster cluster, EvaluationOptions options)
{
    /// <summary>The hops in order; none where the flow leaves no pod, or neither end is on a known node.</summary>
    public IReadOnlyList<HostHop> Of(in Flow flow)
    {
        if (flow.Via is null && flow.Source.IsPod && ReferenceEquals(flow.Source.Endpoint, flow.Destination.Endpoint)) return [];
        var path = new Path(flow, Translator(flow), Start(flow), End(flow));
        var nodes = path.Nodes();
        var hops = new List<HostHop>();
        for (var index = 0; index < nodes.Count; index++) hops.AddRange(At(path, nodes, index));
        return hops;
    }

    /// <summary>A flow and the nodes that matter to it.</summary>
    readonly record struct Path(Flow Flow, string? Translator, string? Start, string? End)
    {
        public List<string> Nodes()
        {
            var nodes = new List<string>();
            foreach (var node in new[] { Start, Translator, End })
            {
                if (node is not null && (nodes.Count == 0 || nodes[^1] != node)) nodes.Add(node);
            }
            return nodes;
        }

        /// <summary>The flow as it is sent: to the address of the Service, where that is known.</summary>
        public Flow Sent => Flow.Via is { Address: { } address } via
            ? Translated with { Destination = FlowEnd.Outside(address), Port = via.Port }
            : Translated;

        public Flow Translated => Flow with { Source = Flow.Via?.Client ?? Flow.Source };
    }

    IEnumerable<HostHop> At(Path path, List<string> nodes, int index)
    {
        var node = nodes[index];
        var translatesAt = path.Translator is null ? -1 : nodes.IndexOf(path.Translator);
        var before = index <= translatesAt ? path.Sent : index == 0 ? path.Translated : path.Flow;
        var after = index < translatesAt ? path.Sent : index == translatesAt ? path.Translated : before;
        var isFirst = index == 0 && node == path.Start;
        if (!isFirst)
        {
            var seen = SeenFrom(node, before);
            (before, after) = (before with { Source = seen }, after with { Source = seen });
        }
        var entry = !isFirst ? HostInterface.ToOthers(Owns(node, before.Destination.Address) ? before.Destination.Address : null)
            : path.Flow.Source.IsPod ? HostInterface.ToPod
            : null;
        var isLast = index == nodes.Count - 1 && node == path.End;
        var toProcess = isLast && !path.Flow.Destination.IsPod;
        if (entry is null && toProcess)
        {
            yield return new HostHop(node, before, after, null, HostInterface.ToItself);
            yield return new HostHop(node, after, after, HostInterface.ToItself, null);
            yield break;
        }
        var exit = toProcess ? null
            : isLast ? HostInterface.ToPod
            : HostInterface.ToOthers(entry is null ? after.Source.Address : null);
        yield return new HostHop(node, before, after, entry, exit);
    }

    // kube-proxy translates where the sender is, but a port of a node on that node.
    string? Translator(in Flow flow)
    {
        if (flow.Via is not { } via) return null;
        if (via.Client is not null) return NodeOf(flow.Source);
        return via.Address is { } address && cluster.Addresses.TryGet(address, out var owner) && !owner.IsOnPodNetwork
            ? owner.NodeName
            : NodeOf(flow.Source) ?? NodeOf(flow.Destination);
    }

    static string? Start(in Flow flow)
    {
        if (flow.Via?.Client is not null) return null;
        return HostInterfaces.IsLoopback(flow.Source.Address) ? NodeOf(flow.Destination) : NodeOf(flow.Source);
    }

    static string? End(in Flow flow) =>
        HostInterfaces.IsLoopback(flow.Destination.Address) ? NodeOf(flow.Source) : NodeOf(flow.Destination);

    // A node sees, of a pod of another node, that node's address where the destination is no pod. One that has none of
    // the family puts nothing in place of the pod's.
    FlowEnd SeenFrom(string node, in Flow flow)
    {
        var source = flow.Source;
        if (!options.MasqueradeToNodes || !source.IsPod || flow.Destination.IsPod || NodeOf(source) == node
            || !Owns(node, flow.Destination.Address))
        {
            return source;
        }
        var family = flow.Family;
        if (NodeOf(source) is not { } sender || !cluster.TryGetEndpoint(EndpointId.Node(sender).Text, out var host)) return source;
        return FlowEnd.AllOf(host).FirstOrDefault(end => end.Address is { } own && own.Family == family, source);
    }

    bool Owns(string node, IpAddress? address) => address is { } known
        && cluster.TryGetEndpoint(EndpointId.Node(node).Text, out var host) && host.Addresses.Contains(known);

    static string? NodeOf(FlowEnd end) => end.Endpoint?.NodeName;
}

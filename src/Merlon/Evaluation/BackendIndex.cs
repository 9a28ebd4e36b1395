using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>What stands behind the Services that rules name, ready or not. Not safe for concurrent use.</summary>
sealed class BackendIndex(Cluster cluster)
{
    readonly Dictionary<(string Namespace, string Name), Members> _services = [];

    sealed record Members(HashSet<FlowEnd> Ends, HashSet<(FlowEnd End, Protocol Protocol, ushort Port)> Ports);

    public bool Contains(Peer.Backends peer, FlowEnd end) =>
        Of(peer.Namespace, peer.Service).Ends.Contains(Normalize(end));

    public bool Contains(Condition.BackendPort condition, in Flow flow) =>
        Of(condition.Namespace, condition.Service).Ports
            .Contains((Normalize(flow.Destination), flow.Protocol, flow.Port));

    /// <summary>The ends behind a Service.</summary>
    public IEnumerable<FlowEnd> EndsOf(string @namespace, string service) => Of(@namespace, service).Ends;

    /// <summary>The ends behind a Service, each with the port that connections to it end at.</summary>
    public IEnumerable<(FlowEnd End, Protocol Protocol, ushort Port)> PortsOf(string @namespace, string service) =>
        Of(@namespace, service).Ports;

    Members Of(string @namespace, string name)
    {
        if (_services.TryGetValue((@namespace, name), out var known)) return known;
        var ports =
            from service in cluster.Services
            where service.Namespace == @namespace && service.Name == name
            from port in service.Ports
            from backend in port.Backends.Concat(port.Unready)
            select (Normalize(backend.End), port.Protocol, backend.Port);
        var all = ports.ToHashSet();
        return _services[(@namespace, name)] = new Members([.. all.Select(port => port.Item1)], all);
    }

    // What is no pod is known by its address alone: a node and a pod on its network are one.
    static FlowEnd Normalize(FlowEnd end) =>
        !end.IsPod && end.Address is { } address ? FlowEnd.Outside(address) : end;
}

using System.Collections.Immutable;
using Merlon.Connectivity;
using Merlon.Evaluation;
using Merlon.Model;

namespace Merlon.Questions;

/// <summary>
/// Turns a question into the flows that it means: address families, pods of a workload, backends of a Service, the
/// addresses of a block between the borders that policies draw.
/// </summary>
public sealed class FlowFinder(Snapshot snapshot, EvaluationOptions options)
{
    readonly Lazy<ImmutableArray<Cidr>> _borders = new(() =>
        AddressAtoms.Borders(snapshot.Cluster, snapshot.Policies, snapshot.Firewalls));
    readonly Lazy<Dictionary<IpAddress, Service>> _byClusterIP = new(() => ClusterIPs(snapshot.Cluster));

    /// <summary>The flows from one target to another.</summary>
    /// <param name="from">Who sends; a Service never does.</param>
    /// <param name="to">Who receives.</param>
    /// <param name="port">The port asked for.</param>
    /// <param name="family">Only flows of this IP version; null for both.</param>
    public FlowSet Find(Target from, Target to, PortQuestion port, IpFamily? family = null)
    {
        if (from is Target.Behind)
        {
            return new FlowSet([], [], $"{from} is a Service: it receives connections and never opens one");
        }
        var sources = SourcesOf(from);
        var builder = new FlowSetBuilder(family, port, options);
        switch (to)
        {
            case Target.Behind behind:
                AddService(builder, sources, behind.Service, port);
                break;
            case Target.At at when _byClusterIP.Value.TryGetValue(at.Address, out var service):
                builder.Note(
                    $"{at.Address} is the address of {service}: its backends are asked, as packets reach them");
                AddService(builder, sources, service, port, at.Address);
                break;
            case Target.At at:
                AddDestination(builder, sources, snapshot.Cluster.Addresses.EndAt(at.Address), null);
                break;
            case Target.Within within:
                foreach (var (end, range) in EndsWithin(within.Block)) AddDestination(builder, sources, end, range);
                break;
            case Target.Known known:
                foreach (var endpoint in known.Endpoints)
                {
                    foreach (var end in FlowEnd.AllOf(endpoint))
                    {
                        AddDestination(builder, sources, end, known.Endpoints.Length > 1 ? endpoint.Id.Text : null);
                    }
                }
                break;
            default:
                throw new InvalidOperationException($"A {to.GetType().Name} is no destination.");
        }
        return builder.Build(from, to);
    }

    ImmutableArray<(FlowEnd End, string? Because)> SourcesOf(Target from) => from switch
    {
        Target.Known known =>
        [
            .. from endpoint in known.Endpoints
               from end in PrimaryEndsOf(endpoint)
               select (end, known.Endpoints.Length > 1 ? $"from {endpoint}" : null),
        ],
        Target.At at => [(snapshot.Cluster.Addresses.EndAt(at.Address), null)],
        Target.Within within => [.. EndsWithin(within.Block).Select(pair => (pair.End, (string?)$"from {pair.Range}"))],
        _ => throw new InvalidOperationException($"A {from.GetType().Name} is no source."),
    };

    // An endpoint sends from its first address of each family.
    static IEnumerable<FlowEnd> PrimaryEndsOf(Endpoint endpoint) =>
        FlowEnd.AllOf(endpoint).DistinctBy(end => end.Address?.Family);

    IEnumerable<(FlowEnd End, string Range)> EndsWithin(Cidr block) =>
        AddressAtoms.Split(block, _borders.Value)
            .Select(atom => (snapshot.Cluster.Addresses.EndAt(atom.Sample), atom.ToString()));

    void AddDestination(
        FlowSetBuilder builder, ImmutableArray<(FlowEnd End, string? Because)> sources, FlowEnd end, string? range)
    {
        if (end.Endpoint is { Kind: EndpointKind.Node }
            && builder.Port is { Number: { } number, Protocol: { } protocol }
            && NodePortService(number, protocol) is { } found)
        {
            builder.Note(
                $"port {number} of every node leads to {found.Service}: its backends are asked, as packets reach them");
            AddBackends(builder, sources, found.Service, found.Port, end.Address, number);
            return;
        }
        foreach (var (source, because) in sources)
        {
            builder.Add(source, end, null, Join(because, range is null ? null : $"to {range}"));
        }
    }

    (Service Service, ServicePort Port)? NodePortService(ushort number, Protocol protocol)
    {
        foreach (var service in snapshot.Cluster.Services)
        {
            foreach (var port in service.Ports)
            {
                if (port.NodePort == number && port.Protocol == protocol) return (service, port);
            }
        }
        return null;
    }

    void AddService(
        FlowSetBuilder builder,
        ImmutableArray<(FlowEnd End, string? Because)> sources,
        Service service,
        PortQuestion asked,
        IpAddress? address = null)
    {
        if (service.Type == ServiceType.ExternalName)
        {
            builder.Fail($"{service} is an ExternalName: where its name leads is not known");
            return;
        }
        var ports = service.Ports.Where(port => Asks(asked, port)).ToList();
        if (ports.Count == 0)
        {
            var offered = string.Join(", ", service.Ports.Select(port => $"{port.Port}/{port.Protocol}"));
            builder.Fail(
                asked.Protocol is { IsIcmp: true } ? $"{service} answers no ICMP: a Service has ports only"
                : $"{service} has no port {asked}: it offers {(offered.Length == 0 ? "none" : offered)}",
                isDenied: true);
            return;
        }
        foreach (var port in ports) AddBackends(builder, sources, service, port, address, port.Port);
    }

    static bool Asks(PortQuestion asked, ServicePort port) =>
        (asked.Protocol is null || asked.Protocol == port.Protocol)
        && (asked.Number is { } number ? port.Port == number : asked.Name is not null && asked.Name == port.Name);

    void AddBackends(
        FlowSetBuilder builder,
        ImmutableArray<(FlowEnd End, string? Because)> sources,
        Service service,
        ServicePort port,
        IpAddress? address,
        ushort clientPort)
    {
        if (port.Backends.IsEmpty)
        {
            builder.Fail(
                $"{service} has no ready backend for port {port.Port}/{port.Protocol}: nothing answers there",
                isDenied: true);
            return;
        }
        foreach (var backend in port.Backends)
        {
            var target = service.IsHeadless ? port.Port : backend.Port;
            var because = $"by {service} to {backend.End} {target}/{port.Protocol}";
            builder.NoteBackend(service, port, target);
            foreach (var (source, sourceBecause) in sources)
            {
                var via = service.IsHeadless
                    ? null
                    : new ServiceAddress(service, AddressFor(service, address, backend.End), clientPort);
                var own = via is null || source.Endpoint is not null ? via : EnteringAt(backend.End.Endpoint?.NodeName, via, port);
                builder.Add(source, backend.End, own, Join(sourceBecause, because), port.Protocol, target);
                AddEntryNodes(builder, source, port, backend, via, because, target);
            }
        }
    }

    // externalTrafficPolicy Cluster: a client outside may enter at any node, and the backend sees that node's address
    // unless it is on the node itself.
    void AddEntryNodes(
        FlowSetBuilder builder,
        FlowEnd source,
        ServicePort port,
        Backend backend,
        ServiceAddress? via,
        string because,
        ushort target)
    {
        if (source.Endpoint is not null || via is not { Service: var service }) return;
        if (service.Type == ServiceType.ClusterIP)
        {
            builder.Note(
                $"{service} has cluster addresses only, "
                    + $"which {source} reaches from outside by a route or proxy at most");
            return;
        }
        if (service.KeepsClientAddress) return;
        builder.Note(
            "externalTrafficPolicy=Cluster: the backend sees the client's address, "
                + "or that of the node where the packet came in");
        var asked = NodeAt(via.Address);
        var others = snapshot.Cluster.Endpoints.Where(endpoint => endpoint.Kind == EndpointKind.Node
            && endpoint.Name != backend.End.Endpoint?.NodeName && (asked is null || asked == endpoint.Name));
        foreach (var node in others)
        {
            foreach (var end in PrimaryEndsOf(node).Where(end => end.Address is not null))
            {
                builder.Add(
                    end, backend.End, EnteringAt(node.Name, via, port) with { Client = source },
                    $"{because}, entering at {node}", port.Protocol, target);
            }
        }
    }

    // The address and port of the node by which a client outside comes in, where it did not name another.
    ServiceAddress EnteringAt(string? node, ServiceAddress via, ServicePort port)
    {
        if (port.NodePort is not { } number || node is null || NodeAt(via.Address) is not null) return via;
        return snapshot.Cluster.TryGetEndpoint(EndpointId.Node(node).Text, out var host)
            && host.Addresses.FirstOrDefault(address => via.Address is not { } asked || asked.Family == address.Family) is var address
            && host.Addresses.Contains(address)
                ? via with { Address = address, Port = number }
                : via;
    }

    string? NodeAt(IpAddress? address) =>
        address is { } known && snapshot.Cluster.Addresses.TryGet(known, out var owner) && !owner.IsOnPodNetwork
            ? owner.NodeName
            : null;

    static IpAddress? AddressFor(Service service, IpAddress? asked, FlowEnd backend)
    {
        if (asked is not null) return asked;
        foreach (var address in service.ClusterIPs)
        {
            if (backend.Address is null || address.Family == backend.Address.Value.Family) return address;
        }
        return null;
    }

    static string? Join(string? a, string? b) => a is null ? b : b is null ? a : $"{a} {b}";

    static Dictionary<IpAddress, Service> ClusterIPs(Cluster cluster)
    {
        var found = new Dictionary<IpAddress, Service>();
        foreach (var service in cluster.Services)
        {
            foreach (var address in service.ClusterIPs) found.TryAdd(address, service);
        }
        return found;
    }
}

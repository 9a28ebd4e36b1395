using Merlon.Diagnostics;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Tests.Evaluation;

/// <summary>Clusters and policies built by hand: two pods in one namespace, and whatever a fact adds.</summary>
sealed class Scene
{
    public static readonly SourceLocation Nowhere = new("test.yaml", 1, 1);

    static readonly ClusterNamespace Shop = ClusterNamespace.Create("shop", LabelSet.Empty, null);

    readonly Cluster _cluster;

    public Scene(params Endpoint[] more)
    {
        Client = Pod("client", "10.244.1.1", "n1");
        Server = Pod("server", "10.244.2.2", "n2");
        var endpoints = more.Prepend(Server).Prepend(Client).ToArray();
        _cluster = new Cluster([Shop], [.. endpoints], new AddressIndex(endpoints), []);
    }

    public Endpoint Client { get; }

    public Endpoint Server { get; }

    public static Endpoint Pod(string name, string address, string node, params ContainerPort[] ports) => new()
    {
        Id = EndpointId.Pod("shop", name),
        Kind = EndpointKind.Pod,
        Name = name,
        Namespace = Shop,
        Labels = LabelSet.Empty.With("app", name),
        Addresses = [IpAddress.Parse(address)],
        Ports = [.. ports],
        NodeName = node,
        Workload = EndpointId.Pod("shop", name),
        Location = Nowhere,
    };

    public static Endpoint Node(string name, string address) => new()
    {
        Id = EndpointId.Node(name),
        Kind = EndpointKind.Node,
        Name = name,
        Labels = LabelSet.Empty,
        Addresses = [IpAddress.Parse(address)],
        NodeName = name,
        Workload = EndpointId.Node(name),
        Location = Nowhere,
    };

    public static FlowEnd End(Endpoint endpoint) => FlowEnd.Of(endpoint, endpoint.Addresses[0]);

    /// <summary>A connection from one to the other, TCP port 80 unless said otherwise.</summary>
    public static Flow Flow(
        Endpoint from, Endpoint to, Protocol? protocol = null, ushort port = 80, ServiceAddress? via = null) =>
        new(End(from), End(to), protocol ?? Protocol.Tcp, port, via);

    /// <summary>A rule for anyone and everything, unless a peer or a port narrows it.</summary>
    public static Rule Rule(RuleAction action, Peer? peer = null, PortMatch? port = null) =>
        new(1, action, peer is null ? [] : [peer], port is null ? [] : [port], Nowhere);

    public static Peer From(string app) =>
        new Peer.Pods(
            new EndpointSelector(new NamespaceScope.Named("shop"), LabelExpression.In("app", [app])), Nowhere);

    public static Peer Block(string cidr) => new Peer.Block(Cidr.Parse(cidr), [], Nowhere);

    public static PortMatch Port(ushort number) =>
        new PortMatch.Numbered(Protocol.Tcp, new PortRange(number, number), Nowhere);

    /// <summary>A policy for the ingress of the server.</summary>
    public static Policy Policy(string name, double order, params Rule[] rules) =>
        Policy(name, order, Direction.Ingress, "server", rules);

    public static Policy Policy(
        string name, double order, Direction direction, string app, params Rule[] rules) => new()
    {
        Id = new PolicyId("Policy", "shop", name),
        Order = order,
        Subject = new EndpointSelector(new NamespaceScope.Named("shop"), LabelExpression.In("app", [app])),
        GovernsIngress = direction == Direction.Ingress,
        GovernsEgress = direction == Direction.Egress,
        Ingress = direction == Direction.Ingress ? [.. rules] : [],
        Egress = direction == Direction.Egress ? [.. rules] : [],
        Origin = Nowhere,
    };

    public Evaluator Under(EvaluationOptions? options, params Tier[] tiers) =>
        new(_cluster, new PolicySet(tiers), options);

    /// <summary>The verdict on the client's connection to the server.</summary>
    public FlowResult Connect(params Tier[] tiers) => Under(null, tiers).Evaluate(Flow(Client, Server));
}

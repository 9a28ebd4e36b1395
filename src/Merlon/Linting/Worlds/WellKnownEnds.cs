using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Linting.Worlds;

/// <summary>Destinations that nearly every pod needs. Reaching one of them is enough.</summary>
/// <param name="ends">Each with the port at which it listens.</param>
/// <param name="areAssumed">Whether neither the manifests nor the configuration tell them.</param>
sealed class WellKnownEnds(ImmutableArray<(FlowEnd End, ushort Port)> ends, bool areAssumed)
{
    public ImmutableArray<(FlowEnd End, ushort Port)> Ends => ends;

    public bool AreAssumed => areAssumed;

    public const string SystemNamespace = "kube-system";
    public const string AssumedDnsName = "~cluster-dns";

    /// <summary>Where the cache of a node listens that many clusters put before cluster DNS.</summary>
    static readonly IpAddress NodeLocalDns = IpAddress.Parse("169.254.20.10");

    // One address of each private range: a block that holds any of them may hold the real one.
    static readonly ImmutableArray<IpAddress> PrivateAddresses =
        [.. new[] { "10.244.0.10", "172.16.0.10", "192.168.0.10" }.Select(text => IpAddress.Parse(text))];

    static readonly ImmutableArray<ushort> UsualApiPorts = [6443, 443, 8443];

    /// <summary>The DNS servers among the pods of the manifests.</summary>
    public static ImmutableArray<Endpoint> KnownResolvers(Cluster cluster) =>
        [.. cluster.Endpoints.Where(endpoint => endpoint.IsOnPodNetwork && !LintWorld.IsAssumed(endpoint)
            && IsResolver(endpoint))];

    public static IEnumerable<PodResource> AssumedDnsPods(ClusterFacts facts)
    {
        var labels = LabelSet.From([new("k8s-app", "kube-dns")]);
        var pod = LintWorld.AssumedPod(
            SystemNamespace, AssumedDnsName, labels, new SourceLocation("(assumed)", 1, 1));
        ImmutableArray<ContainerPort> ports =
        [
            new("dns", Protocol.Udp, facts.DnsPort, ContainerKind.Regular),
            new("dns-tcp", Protocol.Tcp, facts.DnsPort, ContainerKind.Regular),
        ];
        var addresses = facts.DnsAddresses.IsEmpty ? PrivateAddresses : facts.DnsAddresses;
        yield return pod with { Spec = pod.Spec with { Ports = ports }, Addresses = addresses };
    }

    public static WellKnownEnds ResolversIn(Cluster cluster, ClusterFacts facts, bool areAssumed)
    {
        if (!areAssumed)
        {
            return new(
                [.. KnownResolvers(cluster).SelectMany(pod => FlowEnd.AllOf(pod).Select(end => (end, DnsPort(pod))))],
                areAssumed: false);
        }
        var pod = cluster.Endpoints.First(endpoint => endpoint.Name == AssumedDnsName);
        var ends = FlowEnd.AllOf(pod).Select(end => (end, facts.DnsPort));
        return facts.DnsAddresses.IsEmpty
            ? new([.. ends, (FlowEnd.Outside(NodeLocalDns), facts.DnsPort)], areAssumed: true)
            : new([.. ends], areAssumed: false);
    }

    public static WellKnownEnds ApiServersIn(Cluster cluster, ClusterFacts facts)
    {
        if (!facts.ApiAddresses.IsEmpty)
        {
            return new(
                [.. facts.ApiAddresses.Select(address => (cluster.Addresses.EndAt(address), facts.ApiPort))],
                areAssumed: false);
        }
        var service = cluster.Services.FirstOrDefault(found => found is { Namespace: "default", Name: "kubernetes" });
        var backends = service?.Ports.SelectMany(port => port.Backends).Select(backend => (backend.End, backend.Port))
            .ToImmutableArray() ?? [];
        if (!backends.IsEmpty) return new(backends, areAssumed: false);
        var controlPlane = cluster.Endpoints
            .Where(endpoint => endpoint.Kind == EndpointKind.Node
                && (endpoint.Labels.TryGet("node-role.kubernetes.io/control-plane", out _)
                    || endpoint.Labels.TryGet("node-role.kubernetes.io/master", out _)))
            .SelectMany(FlowEnd.AllOf)
            .Select(end => (end, facts.ApiPort))
            .ToImmutableArray();
        return controlPlane.IsEmpty ? AssumedApiServers() : new(controlPlane, areAssumed: false);
    }

    static WellKnownEnds AssumedApiServers() => new(
        [
            .. from address in PrivateAddresses.Select(FlowEnd.Outside).Append(LintWorld.Outside)
               from port in UsualApiPorts
               select (address, port),
        ],
        areAssumed: true);

    static bool IsResolver(Endpoint pod) => pod.Namespace?.Name switch
    {
        SystemNamespace => pod.Labels.TryGet("k8s-app", out var app) && app is "kube-dns" or "coredns"
            || pod.Labels.TryGet("app.kubernetes.io/name", out var name) && name is "coredns"
            || pod.Name.StartsWith("coredns", StringComparison.Ordinal),
        "openshift-dns" => true,
        _ => false,
    };

    // Behind its Service a resolver may listen elsewhere, as OpenShift's does at 5353.
    static ushort DnsPort(Endpoint pod) =>
        pod.Ports.FirstOrDefault(port => port is { Name: "dns" or "dns-udp" } && port.Protocol == Protocol.Udp)?.Number
            ?? 53;
}

using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Linting.Checks.Calico;

/// <summary>Flows that nearly every pod needs, as witnesses of what a policy closes.</summary>
static class WellKnownFlows
{
    static readonly IpAddress OutsideV4 = IpAddress.Parse("203.0.113.1");
    static readonly IpAddress OutsideV6 = IpAddress.Parse("2001:db8::1");

    /// <summary>To cluster DNS and to the outside; from the outside where the direction is ingress.</summary>
    public static IEnumerable<Flow> Of(Endpoint pod, Direction direction, Cluster cluster)
    {
        if (pod.Addresses.IsEmpty) yield break;
        var own = FlowEnd.Of(pod, pod.Addresses[0]);
        var outside = FlowEnd.Outside(pod.Addresses[0].Family == IpFamily.IPv4 ? OutsideV4 : OutsideV6);
        if (direction == Direction.Ingress)
        {
            var port = pod.Ports.IsEmpty ? (ushort)80 : pod.Ports[0].Number;
            yield return new Flow(outside, own, Protocol.Tcp, port);
            yield break;
        }
        var resolver = cluster.Endpoints.FirstOrDefault(endpoint => endpoint.IsOnPodNetwork && !ReferenceEquals(endpoint, pod)
            && endpoint.Labels.TryGet("k8s-app", out var app) && app == "kube-dns"
            && endpoint.Addresses.Any(address => address.Family == pod.Addresses[0].Family));
        if (resolver is not null)
        {
            var address = resolver.Addresses.First(found => found.Family == pod.Addresses[0].Family);
            yield return new Flow(own, FlowEnd.Of(resolver, address), Protocol.Udp, 53);
        }
        yield return new Flow(own, outside, Protocol.Tcp, 443);
    }

    public static string Words(in Flow flow) => $"{Name(flow.Source)} → {Name(flow.Destination)} {flow.PortText}";

    static string Name(FlowEnd end) => end.Endpoint is { } endpoint ? endpoint.Id.Text : $"{end.Address}";

    /// <summary>The pods that a policy selects.</summary>
    public static IEnumerable<Endpoint> SubjectsOf(Policy policy, Cluster cluster) =>
        cluster.Endpoints.Where(endpoint => endpoint.IsOnPodNetwork && policy.Subject.Matches(endpoint));
}

using Merlon.Conformance.Tests.Packets;
using Merlon.Evaluation;
using Merlon.Evaluation.Hosts;
using Merlon.Model;
using Merlon.Nftables;
using Merlon.Policies;

namespace Merlon.Conformance.Tests.Worlds;

/// <summary>
/// What one node must do with a packet that it forwards or gets itself: egress is judged where the source's pod runs,
/// ingress where the destination's does, and whatever concerns no pod of the node passes.
/// </summary>
sealed class NodeExpectation(Evaluator evaluator, Endpoint node, UnknownPods unknownPods)
{
    /// <summary>
    /// Whether the node can get such a packet from its interfaces. Not its own packets, which leave through output and
    /// are never judged; not those of a pod to itself, which stay inside the pod; not addresses that routers refuse.
    /// </summary>
    public bool IsJudged(TestPacket packet) =>
        packet.Source != packet.Destination
        && !IsOwn(packet.Source)
        && IsRoutable(packet.Source)
        && IsRoutable(packet.Destination)
        && !(OwnerOf(packet.Source) is { } owner && ReferenceEquals(owner, OwnerOf(packet.Destination)));

    public (bool Passes, string Reason) Of(TestPacket packet)
    {
        var isForwarded = !IsOwn(packet.Destination);
        if (IsUnknown(packet.Source)) return (false, "no pod has the source, which is in the node's range");
        if (isForwarded && IsUnknown(packet.Destination)) return (false, "no pod has the destination, which is in the node's range");
        var addresses = evaluator.Cluster.Addresses;
        var flow = new Flow(addresses.EndAt(packet.Source), addresses.EndAt(packet.Destination), packet.Protocol, packet.Port)
        {
            SourcePort = packet.SourcePort,
            Icmp = IcmpMessage.EchoRequest(packet.Protocol),
        };
        var reasons = new List<string>();
        var passes = true;
        if (IsLocalPod(flow.Source)) Judge(Direction.Egress);
        if (isForwarded && IsLocalPod(flow.Destination)) Judge(Direction.Ingress);
        // In the rig everything comes in by one interface and leaves by the other.
        var hop = new HostHop(node.Name, flow, flow, HostInterface.Called("r0"), isForwarded ? HostInterface.Called("r1") : null);
        foreach (var host in evaluator.HostEndpoints?.Judge(hop) ?? [])
        {
            Assert.NotEqual(Verdict.Unknown, host.Verdict);
            passes &= host.Verdict == Verdict.Allow;
            reasons.Add($"{host.Told.Endpoint} {host.Direction} {host.Verdict} by {host.Told.Result.Basis} {host.Told.Result.Policy} {host.Told.Result.Rule?.Number}".TrimEnd());
        }
        return (passes, reasons.Count == 0 ? "no pod of the node is concerned" : string.Join("; ", reasons));

        void Judge(Direction direction)
        {
            var result = evaluator.Evaluate(flow, direction);
            Assert.NotEqual(Verdict.Unknown, result.Verdict);
            passes &= result.Verdict == Verdict.Allow;
            reasons.Add($"{direction} {result.Verdict} by {result.Basis} {result.Policy} {result.Rule?.Number}".TrimEnd());
        }
    }

    static bool IsRoutable(IpAddress address)
    {
        if (address.Family == IpFamily.IPv4) return (uint)address.Value >> 24 is >= 1 and not 127 and < 224;
        var first = (uint)(address.Value >> 112);
        return first >> 8 != 0 && first >> 8 != 0xff && first >> 6 != 0xfe80 >> 6;
    }

    Endpoint? OwnerOf(IpAddress address) => evaluator.Cluster.Addresses.TryGet(address, out var owner) ? owner : null;

    bool IsOwn(IpAddress address) => node.Addresses.Contains(address);

    bool IsLocalPod(FlowEnd end) => end.IsPod && end.Endpoint!.NodeName == node.Name;

    bool IsUnknown(IpAddress address) =>
        unknownPods == UnknownPods.Drop
        && node.PodRanges.Any(range => range.Contains(address))
        && !IsLocalPod(evaluator.Cluster.Addresses.EndAt(address));
}

using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Evaluation.Firewalls;

/// <summary>
/// Which firewalls a flow meets on the hosts of its ends, and what each of them does with it. What a host only forwards
/// never meets its input rules, and a pod's way to its own node is no forwarding.
/// </summary>
sealed class HostPath(Cluster cluster, HostFirewalls firewalls, EvaluationOptions options)
{
    static readonly Cidr LoopbackV4 = Cidr.Parse("127.0.0.0/8");
    static readonly IpAddress LoopbackV6 = IpAddress.Parse("::1");

    /// <summary>At the host that the flow starts on; null where it meets nothing there.</summary>
    public FirewallResult? AtSource(in Flow flow)
    {
        if (firewalls.For(NodeOf(flow.Source)) is null || StaysInside(flow)) return null;
        var node = flow.Source.Endpoint!.NodeName!;
        if (!flow.Source.IsPod)
        {
            return Judge(node, flow, flow.Source.Address, FirewallHook.Output, FirewallHook.Postrouting);
        }
        if (!flow.Destination.IsPod && NodeOf(flow.Destination) == node) return null;
        return Forward(node, flow);
    }

    /// <summary>At the host that the flow ends on; null where it meets nothing there.</summary>
    public FirewallResult? AtDestination(in Flow flow)
    {
        if (firewalls.For(NodeOf(flow.Destination)) is null || StaysInside(flow)) return null;
        var node = flow.Destination.Endpoint!.NodeName!;
        if (flow.Destination.IsPod)
        {
            // From the node itself, or another pod on it: that was judged at the source.
            return NodeOf(flow.Source) == node ? null : Forward(node, flow);
        }
        return flow.Via is null
            ? Judge(node, flow, SeenFromNode(node, flow), FirewallHook.Prerouting, FirewallHook.Input)
            : Judge(node, flow, SeenFromNode(node, flow), FirewallHook.Input);
    }

    /// <summary>Whether the node sees the address of the sender's node in place of the pod's.</summary>
    public bool IsMasqueraded(in Flow flow) =>
        options.MasqueradeToNodes && flow.Source.IsPod && !flow.Destination.IsPod
        && NodeOf(flow.Destination) is { } node && NodeOf(flow.Source) != node;

    static string? NodeOf(FlowEnd end) => end.Endpoint?.NodeName;

    static bool StaysInside(in Flow flow) =>
        flow.Via is null && flow.Source.IsPod && ReferenceEquals(flow.Source.Endpoint, flow.Destination.Endpoint);

    // The path before the destination of a Service's packet is translated is that of another packet.
    FirewallResult Forward(string node, in Flow flow) => flow.Via is null
        ? Judge(
            node, flow, flow.Source.Address, FirewallHook.Prerouting, FirewallHook.Forward, FirewallHook.Postrouting)
        : Judge(node, flow, flow.Source.Address, FirewallHook.Forward, FirewallHook.Postrouting);

    IpAddress? SeenFromNode(string node, in Flow flow)
    {
        if (!IsMasqueraded(flow)) return flow.Source.Address;
        var family = FamilyOf(flow);
        return NodeOf(flow.Source) is { } sender && cluster.TryGetEndpoint(EndpointId.Node(sender).Text, out var host)
            ? host.Addresses.Where(address => address.Family == family).Select(address => (IpAddress?)address)
                .FirstOrDefault()
            : null;
    }

    FirewallResult Judge(string node, in Flow flow, IpAddress? source, params FirewallHook[] hooks)
    {
        var toItself = IsLoopback(flow.Source.Address)
            || (!flow.Source.IsPod && !flow.Destination.IsPod && NodeOf(flow.Source) == NodeOf(flow.Destination));
        var packet = new FirewallPacket
        {
            Source = source,
            Destination = flow.Destination.Address,
            Protocol = flow.Protocol,
            SourcePort = flow.SourcePort,
            Port = flow.Port,
            Icmp = flow.Icmp,
            IsSourceLocal = IsLocal(node, source),
            IsDestinationLocal = !flow.Destination.IsPod && NodeOf(flow.Destination) == node ? true
                : IsLocal(node, flow.Destination.Address),
            // A pod of which the node is not known may be one of this node's.
            IsFromLocalPod = flow.Source.IsPod && (NodeOf(flow.Source) ?? node) == node,
            IsToLocalPod = flow.Destination.IsPod && (NodeOf(flow.Destination) ?? node) == node,
            IsLoopback = toItself,
            IsTranslated = flow.Via is not null,
        };
        var kind = hooks[^1] == FirewallHook.Postrouting ? hooks[^2] : hooks[^1];
        if (firewalls.For(node)!.For(FamilyOf(flow)) is not { } ruleset)
        {
            return new FirewallResult(node, kind, packet, Verdict.Allow, null, null);
        }
        var (verdict, decider, doubtful) = new FirewallWalk(ruleset, packet).Through(hooks);
        return new FirewallResult(node, kind, packet, verdict, decider, doubtful);
    }

    // Ends without a known address are taken for IPv4, as every cluster speaks it.
    static IpFamily FamilyOf(in Flow flow) =>
        flow.Destination.Address?.Family ?? flow.Source.Address?.Family ?? IpFamily.IPv4;

    bool? IsLocal(string node, IpAddress? address)
    {
        if (address is null) return null;
        return IsLoopback(address)
            || (cluster.TryGetEndpoint(EndpointId.Node(node).Text, out var host)
                && host.Addresses.Contains(address.Value));
    }

    static bool IsLoopback(IpAddress? address) =>
        address is { } known && (LoopbackV4.Contains(known) || known == LoopbackV6);
}

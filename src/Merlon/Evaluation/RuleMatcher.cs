using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>Whether rules match flows: the one place that decides, for verdicts and for explanations alike.</summary>
sealed class RuleMatcher(Cluster cluster, EvaluationOptions options)
{
    readonly MemberIndex _members = new(cluster);

    public bool Selects(EndpointSelector subject, Endpoint endpoint) => _members.Contains(subject, endpoint);

    public bool Matches(Rule rule, in Flow flow, FlowEnd peer) => PortsMatch(rule, flow) && PeersMatch(rule, peer);

    public bool PeersMatch(Rule rule, FlowEnd end)
    {
        if (rule.Peers.IsEmpty) return true;
        foreach (var peer in rule.Peers)
        {
            if (Match(peer, end) == PeerMatch.Matched) return true;
        }
        return false;
    }

    public bool PortsMatch(Rule rule, in Flow flow)
    {
        if (rule.Ports.IsEmpty) return true;
        foreach (var port in rule.Ports)
        {
            if (Match(port, flow) == PortFit.Matched) return true;
        }
        return false;
    }

    public PeerMatch Match(Peer peer, FlowEnd end) => peer switch
    {
        Peer.Pods pods => Match(pods, end),
        Peer.Block block => Match(block, end),
        _ => throw new InvalidOperationException($"A {peer.GetType().Name} is no peer that can be matched."),
    };

    public PortFit Match(PortMatch port, in Flow flow)
    {
        if (!flow.Protocol.HasPorts) return PortFit.NoPorts;
        if (port.Protocol != flow.Protocol) return PortFit.OtherProtocol;
        return port switch
        {
            PortMatch.Numbered numbered => numbered.Ports.Contains(flow.Port) ? PortFit.Matched : PortFit.OtherPort,
            PortMatch.Named named => Match(named, flow),
            _ => throw new InvalidOperationException($"A {port.GetType().Name} is no port that can be matched."),
        };
    }

    /// <summary>The numbers that the pod gives the name.</summary>
    public IEnumerable<ushort> NumbersOf(PortMatch.Named port, Endpoint pod) => pod.Ports
        .Where(declared => declared.Container <= options.NamedPortContainers && declared.Name == port.Name
            && declared.Protocol == port.Protocol)
        .Select(declared => declared.Number);

    PeerMatch Match(Peer.Pods pods, FlowEnd end)
    {
        if (end.Endpoint is not { IsOnPodNetwork: true } pod) return PeerMatch.NotAPod;
        if (_members.Contains(pods, pod)) return PeerMatch.Matched;
        return pods.Selector.Match(pod) == SelectorMatch.OtherNamespace
            ? PeerMatch.OtherNamespace
            : PeerMatch.OtherLabels;
    }

    PeerMatch Match(Peer.Block block, FlowEnd end)
    {
        if (end.Address is not { } address) return PeerMatch.NoAddress;
        if (address.Family != block.Cidr.Family) return PeerMatch.OtherFamily;
        if (!block.Cidr.Contains(address)) return PeerMatch.OutsideBlock;
        foreach (var exception in block.Except)
        {
            if (exception.Contains(address)) return PeerMatch.InException;
        }
        if (end.Endpoint is null) return PeerMatch.Matched;
        return (end.IsPod ? options.IpBlockMatchesPods : options.IpBlockMatchesNodes)
            ? PeerMatch.Matched
            : PeerMatch.Exempt;
    }

    PortFit Match(PortMatch.Named port, in Flow flow)
    {
        if (flow.Destination.Endpoint is not { IsOnPodNetwork: true } pod) return PortFit.NameWithoutPod;
        var known = false;
        foreach (var declared in pod.Ports)
        {
            if (declared.Container > options.NamedPortContainers || declared.Protocol != port.Protocol) continue;
            if (!string.Equals(declared.Name, port.Name, StringComparison.Ordinal)) continue;
            if (declared.Number == flow.Port) return PortFit.Matched;
            known = true;
        }
        return known ? PortFit.NameIsOtherPort : PortFit.NameUnknown;
    }
}

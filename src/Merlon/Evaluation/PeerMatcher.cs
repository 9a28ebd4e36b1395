using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>Whether an end of a flow is one of the peers of a rule. Not safe for concurrent use.</summary>
sealed class PeerMatcher(Cluster cluster, MemberIndex members, EvaluationOptions options)
{
    readonly Dictionary<Peer.Nodes, HashSet<IpAddress>> _nodes = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<Peer.Domain, ImmutableArray<IpAddress>> _domains = new(ReferenceEqualityComparer.Instance);

    readonly BackendIndex _backends = new(cluster);

    /// <summary>What stands behind Services.</summary>
    public BackendIndex Backends => _backends;

    public static MatchOutcome OutcomeOf(PeerMatch match) => match switch
    {
        PeerMatch.Matched => MatchOutcome.Yes,
        PeerMatch.NameUnresolved => MatchOutcome.Unknown,
        _ => MatchOutcome.No,
    };

    /// <summary>Whether the end is any of the peers.</summary>
    public MatchOutcome MatchAny(ImmutableArray<Peer> peers, FlowEnd end)
    {
        var best = MatchOutcome.No;
        foreach (var peer in peers)
        {
            var outcome = OutcomeOf(Match(peer, end));
            if (outcome == MatchOutcome.Yes) return outcome;
            if (outcome > best) best = outcome;
        }
        return best;
    }

    public PeerMatch Match(Peer peer, FlowEnd end) => peer switch
    {
        Peer.Pods pods => Match(pods, end),
        Peer.Block block => Match(block, end),
        Peer.Nodes nodes => Match(nodes, end),
        Peer.Domain domain => Match(domain, end),
        Peer.Labelled labelled => members.Contains(labelled, end) ? PeerMatch.Matched : PeerMatch.NotSelected,
        Peer.Backends backends => _backends.Contains(backends, end) ? PeerMatch.Matched : PeerMatch.NotBehind,
        Peer.Nobody => PeerMatch.Nobody,
        _ => throw new InvalidOperationException($"A {peer.GetType().Name} is no peer that can be matched."),
    };

    /// <summary>The addresses of the nodes that the peer means.</summary>
    public IReadOnlySet<IpAddress> AddressesOf(Peer.Nodes nodes)
    {
        if (_nodes.TryGetValue(nodes, out var found)) return found;
        found = cluster.Endpoints
            .Where(endpoint => endpoint.Kind == EndpointKind.Node && nodes.Labels.Matches(endpoint.Labels))
            .SelectMany(endpoint => endpoint.Addresses)
            .ToHashSet();
        return _nodes[nodes] = found;
    }

    /// <summary>The addresses of the names that the peer means, as far as they are known.</summary>
    public ImmutableArray<IpAddress> AddressesOf(Peer.Domain domain) =>
        _domains.TryGetValue(domain, out var found) ? found : _domains[domain] = cluster.Domains.Resolve(domain.Pattern);

    PeerMatch Match(Peer.Pods pods, FlowEnd end)
    {
        if (end.Endpoint is not { IsOnPodNetwork: true } pod) return PeerMatch.NotAPod;
        if (members.Contains(pods, pod)) return PeerMatch.Matched;
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

    PeerMatch Match(Peer.Nodes nodes, FlowEnd end)
    {
        if (end.Endpoint is null or { IsOnPodNetwork: true }) return PeerMatch.NotANode;
        if (end.Address is not { } address) return PeerMatch.NoAddress;
        return AddressesOf(nodes).Contains(address) ? PeerMatch.Matched : PeerMatch.OtherNode;
    }

    PeerMatch Match(Peer.Domain domain, FlowEnd end)
    {
        if (end.Address is not { } address) return PeerMatch.NoAddress;
        var known = AddressesOf(domain);
        if (known.IsEmpty) return PeerMatch.NameUnresolved;
        return known.BinarySearch(address) >= 0 ? PeerMatch.Matched : PeerMatch.OtherName;
    }
}

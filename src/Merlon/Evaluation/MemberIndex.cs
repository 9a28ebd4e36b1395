using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>
/// Which endpoints of a cluster a selector means, worked out once per selector. Not safe for concurrent use.
/// </summary>
sealed class MemberIndex(Cluster cluster)
{
    readonly Dictionary<Subject, ulong[]> _members = [];
    readonly Dictionary<Peer.Pods, ulong[]> _byPeer = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<Peer.Labelled, Labelled> _byFormula = new(ReferenceEqualityComparer.Instance);

    sealed record Labelled(ulong[] Pods, ImmutableArray<Cidr> Blocks);

    public bool Contains(Subject selector, Endpoint endpoint) => Contains(Members(selector), endpoint);

    /// <summary>The same for a peer, found by reference: the hot path of an evaluation.</summary>
    public bool Contains(Peer.Pods peer, Endpoint endpoint)
    {
        if (!_byPeer.TryGetValue(peer, out var members))
        {
            members = Members(peer.Selector);
            _byPeer[peer] = members;
        }
        return Contains(members, endpoint);
    }

    /// <summary>Whether the peer selects the pod, or a group that has the address.</summary>
    public bool Contains(Peer.Labelled peer, FlowEnd end)
    {
        var members = MembersOf(peer);
        return (end.Endpoint is { IsOnPodNetwork: true } pod && Contains(members.Pods, pod))
            || (end.Address is { } address && CidrSet.Contains(members.Blocks, address));
    }

    /// <summary>The addresses of the groups that the peer selects, as disjoint blocks in order.</summary>
    public ImmutableArray<Cidr> BlocksOf(Peer.Labelled peer) => MembersOf(peer).Blocks;

    Labelled MembersOf(Peer.Labelled peer)
    {
        if (_byFormula.TryGetValue(peer, out var members)) return members;
        var groups = cluster.AddressGroups.Where(peer.Formula.Matches);
        members = new Labelled(
            Members(new FormulaSelector(peer.Formula)), CidrSet.Union(groups.SelectMany(group => group.Blocks)));
        return _byFormula[peer] = members;
    }

    static bool Contains(ulong[] members, Endpoint endpoint) =>
        (members[endpoint.Index >> 6] & (1UL << (endpoint.Index & 63))) != 0;

    ulong[] Members(Subject selector)
    {
        if (_members.TryGetValue(selector, out var members)) return members;
        members = new ulong[(cluster.Endpoints.Length + 63) >> 6];
        foreach (var endpoint in cluster.Endpoints)
        {
            if (selector.Matches(endpoint)) members[endpoint.Index >> 6] |= 1UL << (endpoint.Index & 63);
        }
        _members[selector] = members;
        return members;
    }
}

using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>
/// Which endpoints of a cluster a selector means, worked out once for each that is asked about. Not safe for
/// concurrent use.
/// </summary>
sealed class MemberIndex(Cluster cluster)
{
    readonly Dictionary<Subject, Members> _bySelector = [];
    readonly Dictionary<Peer.Pods, Members> _byPeer = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<Peer.Labelled, Labelled> _byFormula = new(ReferenceEqualityComparer.Instance);

    sealed record Labelled(Members Pods, ImmutableArray<Cidr> Blocks);

    public bool Contains(Subject selector, Endpoint endpoint)
    {
        // Most policies are of another namespace: that is seen without looking anything up.
        if (selector is EndpointSelector { Namespaces: NamespaceScope.Named { Name: var home } } && endpoint.Namespace?.Name != home) return false;
        return MembersOf(selector).Contains(endpoint);
    }

    /// <summary>The same for a peer, found by reference: the hot path of an evaluation.</summary>
    public bool Contains(Peer.Pods peer, Endpoint endpoint)
    {
        if (!_byPeer.TryGetValue(peer, out var members)) _byPeer.Add(peer, members = MembersOf(peer.Selector));
        return members.Contains(endpoint);
    }

    /// <summary>Whether the peer selects the pod, or a group that has the address.</summary>
    public bool Contains(Peer.Labelled peer, FlowEnd end)
    {
        var members = MembersOf(peer);
        return (end.Endpoint is { IsOnPodNetwork: true } pod && members.Pods.Contains(pod))
            || (end.Address is { } address && CidrSet.Contains(members.Blocks, address));
    }

    /// <summary>The addresses of the groups that the peer selects, as disjoint blocks in order.</summary>
    public ImmutableArray<Cidr> BlocksOf(Peer.Labelled peer) => MembersOf(peer).Blocks;

    Labelled MembersOf(Peer.Labelled peer)
    {
        if (_byFormula.TryGetValue(peer, out var members)) return members;
        var groups = cluster.AddressGroups.Where(peer.Formula.Matches);
        members = new Labelled(
            MembersOf(new FormulaSelector(peer.Formula)), CidrSet.Union(groups.SelectMany(group => group.Blocks)));
        return _byFormula[peer] = members;
    }

    Members MembersOf(Subject selector)
    {
        if (_bySelector.TryGetValue(selector, out var members)) return members;
        return _bySelector[selector] = new Members(selector, cluster.Endpoints.Length);
    }

    sealed class Members(Subject selector, int endpoints)
    {
        readonly ulong[] _known = new ulong[(endpoints + 63) >> 6];
        readonly ulong[] _members = new ulong[(endpoints + 63) >> 6];

        public bool Contains(Endpoint endpoint)
        {
            var (word, bit) = (endpoint.Index >> 6, 1UL << (endpoint.Index & 63));
            if ((_known[word] & bit) == 0)
            {
                _known[word] |= bit;
                if (selector.Matches(endpoint)) _members[word] |= bit;
            }
            return (_members[word] & bit) != 0;
        }
    }
}

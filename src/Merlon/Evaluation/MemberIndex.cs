using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>
/// Which endpoints of a cluster a selector means, worked out once for each that is asked about. Not safe for
/// concurrent use.
/// </summary>
sealed class MemberIndex(Cluster cluster)
{
    readonly Dictionary<EndpointSelector, Members> _bySelector = [];
    readonly Dictionary<Peer.Pods, Members> _byPeer = new(ReferenceEqualityComparer.Instance);

    public bool Contains(EndpointSelector selector, Endpoint endpoint) => MembersOf(selector).Contains(endpoint);

    /// <summary>The same for a peer, found by reference: the hot path of an evaluation.</summary>
    public bool Contains(Peer.Pods peer, Endpoint endpoint)
    {
        if (!_byPeer.TryGetValue(peer, out var members)) _byPeer.Add(peer, members = MembersOf(peer.Selector));
        return members.Contains(endpoint);
    }

    Members MembersOf(EndpointSelector selector)
    {
        if (_bySelector.TryGetValue(selector, out var members)) return members;
        return _bySelector[selector] = new Members(selector, cluster.Endpoints.Length);
    }

    sealed class Members(EndpointSelector selector, int endpoints)
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

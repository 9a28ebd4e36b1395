using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>
/// Which endpoints of a cluster a selector means, worked out once per selector. Not safe for concurrent use.
/// </summary>
sealed class MemberIndex(Cluster cluster)
{
    readonly Dictionary<EndpointSelector, ulong[]> _members = [];
    readonly Dictionary<Peer.Pods, ulong[]> _byPeer = new(ReferenceEqualityComparer.Instance);

    public bool Contains(EndpointSelector selector, Endpoint endpoint) => Contains(Members(selector), endpoint);

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

    static bool Contains(ulong[] members, Endpoint endpoint) =>
        (members[endpoint.Index >> 6] & (1UL << (endpoint.Index & 63))) != 0;

    ulong[] Members(EndpointSelector selector)
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

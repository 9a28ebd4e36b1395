using Merlon.Diagnostics;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>Whom selectors and peers mean, as sets of numbers. The sets are not to be changed.</summary>
sealed class TermSets
{
    static readonly SourceLocation Anywhere = new("", 1, 1);

    readonly Dictionary<Subject, BitSet> _selectors = [];
    readonly Dictionary<Peer, (BitSet Sure, BitSet Possible)> _peers = [];

    /// <summary>A peer without the place where it is written: equal to others that mean the same.</summary>
    public static Peer Meaning(Peer peer) => peer with { Origin = Anywhere };

    public void Add(Subject selector, BitSet members) => _selectors.Add(selector, members);

    /// <param name="meaning">A peer that is more than a selector, without its place.</param>
    /// <param name="sure">Whom it means.</param>
    /// <param name="possible">Whom it means or may mean.</param>
    public void Add(Peer meaning, BitSet sure, BitSet possible) => _peers.Add(meaning, (sure, possible));

    /// <summary>Those whom the selector means.</summary>
    public BitSet Of(Subject selector) => _selectors[selector];

    /// <summary>Those whom the peer means, and those whom it means or may mean.</summary>
    public (BitSet Sure, BitSet Possible) Of(Peer peer)
    {
        if (peer is not Peer.Pods pods) return _peers[Meaning(peer)];
        var members = Of(pods.Selector);
        return (members, members);
    }

    /// <summary>The same of what the members are called in another numbering.</summary>
    public TermSets Select(int length, Func<int, int> number)
    {
        var renumbered = new TermSets();
        foreach (var (selector, members) in _selectors) renumbered.Add(selector, Renumbered(members));
        foreach (var (peer, (sure, possible)) in _peers)
        {
            var meant = Renumbered(sure);
            renumbered.Add(peer, meant, ReferenceEquals(sure, possible) ? meant : Renumbered(possible));
        }
        return renumbered;

        BitSet Renumbered(BitSet members)
        {
            var set = new BitSet(length);
            foreach (var member in members) set.Add(number(member));
            return set;
        }
    }
}

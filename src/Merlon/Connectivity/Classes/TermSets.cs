using Merlon.Diagnostics;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>Whom selectors and peers mean, as sets of numbers. The sets are not to be changed.</summary>
/// <param name="origins">By number the one that it was taken out of: sets that are shorter are widened by it. Empty where no
/// set is shorter.</param>
sealed class TermSets(int[] origins)
{
    static readonly SourceLocation Anywhere = new("", 1, 1);

    readonly Dictionary<Subject, BitSet> _selectors = [];
    readonly Dictionary<Peer, (BitSet Sure, BitSet Possible)> _peers = [];

    /// <param name="shorter">Sets of lower numbers alone.</param>
    /// <param name="origins">The origins of further numbers.</param>
    public TermSets(TermSets shorter, int[] origins)
        : this(origins) =>
        (_selectors, _peers) = (new(shorter._selectors), new(shorter._peers));

    /// <summary>A peer without the place where it is written: equal to others that mean the same.</summary>
    public static Peer Meaning(Peer peer) => peer with { Origin = Anywhere };

    public void Add(Subject selector, BitSet members) => _selectors.Add(selector, members);

    /// <param name="meaning">A peer that is more than a selector, without its place.</param>
    /// <param name="sure">Whom it means.</param>
    /// <param name="possible">Whom it means or may mean.</param>
    public void Add(Peer meaning, BitSet sure, BitSet possible) => _peers.Add(meaning, (sure, possible));

    public bool Has(Subject selector) => _selectors.ContainsKey(selector);

    public bool Has(Peer meaning) => _peers.ContainsKey(meaning);

    /// <summary>Those whom the selector means.</summary>
    public BitSet Of(Subject selector)
    {
        var members = _selectors[selector];
        return members.Length >= origins.Length ? members : _selectors[selector] = members.Widened(origins);
    }

    /// <summary>Those whom the peer means, and those whom it means or may mean.</summary>
    public (BitSet Sure, BitSet Possible) Of(Peer peer)
    {
        if (peer is Peer.Pods pods)
        {
            var members = Of(pods.Selector);
            return (members, members);
        }
        var meaning = Meaning(peer);
        var (sure, possible) = _peers[meaning];
        if (sure.Length >= origins.Length) return (sure, possible);
        var wider = sure.Widened(origins);
        return _peers[meaning] = (wider, ReferenceEquals(sure, possible) ? wider : possible.Widened(origins));
    }

    /// <summary>The same of what the members are called in another numbering.</summary>
    public TermSets Select(int length, Func<int, int> number)
    {
        var renumbered = new TermSets([]);
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

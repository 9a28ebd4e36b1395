using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>Cuts the classes of all ends by selectors and peers, and remembers whom these mean.</summary>
/// <param name="ends">The ends of the cluster, which come first.</param>
/// <param name="partition">The classes.</param>
/// <param name="matcher">Says whom a peer means.</param>
/// <param name="strangers">What comes behind them.</param>
sealed class TermCutting(
    ClusterEnds ends, Partition partition, PeerMatcher matcher, List<(IpAddress Address, int Class)> strangers)
{
    readonly List<(Subject Selector, List<int> Members)> _selectors = [];
    readonly List<(Peer Peer, List<int> Sure, List<int> Doubtful)> _peers = [];

    public FlowEnd EndAt(int index) =>
        index < ends.Ends.Length ? ends.Ends[index] : FlowEnd.Outside(strangers[index - ends.Ends.Length].Address);

    public void By(Subject selector)
    {
        var members = new List<int>();
        ends.Index.AddMembers(selector, members);
        partition.Split(members);
        _selectors.Add((selector, members));
    }

    public void By(Peer peer)
    {
        var (sure, doubtful) = (new List<int>(), new List<int>());
        ends.Index.AddMatches(peer, matcher, sure, doubtful);
        for (var i = 0; i < strangers.Count; i++)
        {
            var outcome = PeerMatcher.OutcomeOf(matcher.Match(peer, FlowEnd.Outside(strangers[i].Address)));
            if (outcome == MatchOutcome.Yes) sure.Add(ends.Ends.Length + i);
            else if (outcome == MatchOutcome.Unknown) doubtful.Add(ends.Ends.Length + i);
        }
        partition.Split(sure);
        partition.Split(doubtful);
        _peers.Add((peer, sure, doubtful));
    }

    /// <summary>Adds what was cut by, in terms of the classes as they are now.</summary>
    public void AddTo(TermSets terms)
    {
        foreach (var (selector, members) in _selectors) terms.Add(selector, ClassesOf(members));
        foreach (var (peer, sure, doubtful) in _peers)
        {
            var meant = ClassesOf(sure);
            terms.Add(peer, meant, doubtful.Count == 0 ? meant : ClassesOf(doubtful).Or(meant));
        }
    }

    BitSet ClassesOf(List<int> members)
    {
        var classes = new BitSet(partition.Count);
        foreach (var member in members) classes.Add(partition.PartOf(member));
        return classes;
    }
}

using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>Holds selectors, peers and rules against the classes, each once.</summary>
sealed class ClassMatcher
{
    static readonly SourceLocation Anywhere = new("", 1, 1);

    readonly Population _population;
    readonly BitSet _all;
    readonly Dictionary<Subject, BitSet> _members = [];
    readonly Dictionary<Peer, (BitSet Sure, BitSet Possible)> _peers = [];
    readonly Dictionary<(Policy, Direction), ImmutableArray<ClassRule>> _rules = [];

    public ClassMatcher(EndClasses classes, PeerMatcher matcher)
    {
        Representatives = classes.Representatives;
        _population = new Population(classes.Representatives, matcher);
        _all = BitSet.All(classes.Count);
    }

    /// <summary>One end of each class.</summary>
    public ImmutableArray<FlowEnd> Representatives { get; }

    /// <summary>A peer without the place where it is written: equal to others that mean the same.</summary>
    public static Peer Meaning(Peer peer) => peer with { Origin = Anywhere };

    /// <summary>The classes that the selector means; not to be changed.</summary>
    public BitSet Members(Subject selector)
    {
        if (_members.TryGetValue(selector, out var members)) return members;
        var found = new List<int>();
        _population.AddMembers(selector, found);
        return _members[selector] = SetOf(found);
    }

    /// <summary>The rules of a policy in order, those that only log left out.</summary>
    public ImmutableArray<ClassRule> Rules(Policy policy, Direction direction)
    {
        if (_rules.TryGetValue((policy, direction), out var rules)) return rules;
        rules = [.. policy.Rules(direction).Where(rule => rule.Action != RuleAction.Log).Select(Match)];
        return _rules[(policy, direction)] = rules;
    }

    ClassRule Match(Rule rule)
    {
        var (sure, possible) = rule.Peers.IsEmpty ? (_all, _all) : AnyOf(rule.Peers);
        foreach (var condition in rule.Conditions.OfType<Condition.OtherEnd>())
        {
            var (meant, maybe) = AnyOf(condition.Peers);
            if (condition.IsNegated) (meant, maybe) = (maybe.Copy().Invert(), meant.Copy().Invert());
            (sure, possible) = (sure.Copy().And(meant), possible.Copy().And(maybe));
        }
        return new ClassRule(rule, sure, possible);
    }

    (BitSet Sure, BitSet Possible) AnyOf(ImmutableArray<Peer> peers)
    {
        if (peers is [var only]) return SetsOf(only);
        var (sure, possible) = (new BitSet(_population.Count), new BitSet(_population.Count));
        foreach (var peer in peers)
        {
            var (meant, maybe) = SetsOf(peer);
            sure.Or(meant);
            possible.Or(maybe);
        }
        return (sure, possible);
    }

    (BitSet Sure, BitSet Possible) SetsOf(Peer peer)
    {
        if (peer is Peer.Pods pods) return (Members(pods.Selector), Members(pods.Selector));
        var meaning = Meaning(peer);
        if (_peers.TryGetValue(meaning, out var sets)) return sets;
        var (matched, doubtful) = (new List<int>(), new List<int>());
        _population.AddMatches(peer, matched, doubtful);
        var sure = SetOf(matched);
        return _peers[meaning] = (sure, doubtful.Count == 0 ? sure : SetOf(doubtful).Or(sure));
    }

    BitSet SetOf(List<int> members)
    {
        var set = new BitSet(_population.Count);
        foreach (var member in members) set.Add(member);
        return set;
    }
}

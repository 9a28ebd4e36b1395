using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>Holds selectors and rules against the classes, each once.</summary>
sealed class ClassMatcher
{
    readonly Population _population;
    readonly BitSet _all;
    readonly Dictionary<EndpointSelector, BitSet> _members = [];
    readonly Dictionary<Rule, RuleSets> _rules = new(ReferenceEqualityComparer.Instance);

    public ClassMatcher(EndClasses classes, PeerMatcher matcher)
    {
        Representatives = classes.Representatives;
        _population = new Population(classes.Representatives, matcher);
        _all = BitSet.All(classes.Count);
    }

    /// <summary>One end of each class.</summary>
    public ImmutableArray<FlowEnd> Representatives { get; }

    /// <summary>The classes that the selector means; not to be changed.</summary>
    public BitSet Members(EndpointSelector selector)
    {
        if (_members.TryGetValue(selector, out var members)) return members;
        var found = new List<int>();
        _population.AddMembers(selector, found);
        return _members[selector] = SetOf(found);
    }

    /// <summary>The rule's sets; not to be changed.</summary>
    public RuleSets Sets(Rule rule)
    {
        if (_rules.TryGetValue(rule, out var sets)) return sets;
        var (sure, possible) = rule.Peers.IsEmpty ? (_all, _all) : AnyOf(rule.Peers);
        foreach (var condition in rule.Conditions.OfType<Condition.OtherEnd>())
        {
            var (meant, maybe) = AnyOf(condition.Peers);
            if (condition.IsNegated) (meant, maybe) = (maybe.Copy().Invert(), meant.Copy().Invert());
            (sure, possible) = (sure.Copy().And(meant), possible.Copy().And(maybe));
        }
        var rest = rule with
        {
            Peers = [],
            Conditions = [.. rule.Conditions.Where(condition => condition is not Condition.OtherEnd)],
        };
        return _rules[rule] = new RuleSets(sure, possible, rest);
    }

    (BitSet Sure, BitSet Possible) AnyOf(ImmutableArray<Peer> peers)
    {
        if (peers is [Peer.Pods only]) return (Members(only.Selector), Members(only.Selector));
        var (matched, doubtful) = (new List<int>(), new List<int>());
        var sure = new BitSet(_population.Count);
        foreach (var peer in peers)
        {
            if (peer is Peer.Pods pods) sure.Or(Members(pods.Selector));
            else _population.AddMatches(peer, matched, doubtful);
        }
        sure.Or(SetOf(matched));
        return (sure, doubtful.Count == 0 ? sure : SetOf(doubtful).Or(sure));
    }

    BitSet SetOf(List<int> members)
    {
        var set = new BitSet(_population.Count);
        foreach (var member in members) set.Add(member);
        return set;
    }
}

using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>Holds rules against the classes, each once.</summary>
sealed class ClassMatcher(EndClasses classes)
{
    readonly BitSet _all = BitSet.All(classes.Count);
    readonly Dictionary<(Policy, Direction), ImmutableArray<ClassRule>> _rules = [];

    /// <summary>One end of each class.</summary>
    public ImmutableArray<FlowEnd> Representatives => classes.Representatives;

    /// <summary>The classes that the selector means; not to be changed.</summary>
    public BitSet Members(Subject selector) => classes.Terms.Of(selector);

    /// <summary>The rules of a policy in order, those that only log left out.</summary>
    public ImmutableArray<ClassRule> Rules(Policy policy, Direction direction)
    {
        if (_rules.TryGetValue((policy, direction), out var rules)) return rules;
        var matched = ImmutableArray.CreateBuilder<ClassRule>(policy.Rules(direction).Length);
        foreach (var rule in policy.Rules(direction))
        {
            if (rule.Action != RuleAction.Log) matched.Add(Match(rule));
        }
        return _rules[(policy, direction)] = matched.DrainToImmutable();
    }

    ClassRule Match(Rule rule)
    {
        var (sure, possible) = rule.Peers.IsEmpty ? (_all, _all) : AnyOf(rule.Peers);
        foreach (var any in rule.Conditions)
        {
            if (any is not Condition.OtherEnd condition) continue;
            var (meant, maybe) = AnyOf(condition.Peers);
            if (condition.IsNegated) (meant, maybe) = (maybe.Copy().Invert(), meant.Copy().Invert());
            (sure, possible) = (sure.Copy().And(meant), possible.Copy().And(maybe));
        }
        return new ClassRule(rule, sure, possible);
    }

    (BitSet Sure, BitSet Possible) AnyOf(ImmutableArray<Peer> peers)
    {
        if (peers is [var only]) return classes.Terms.Of(only);
        var (sure, possible) = (new BitSet(classes.Count), new BitSet(classes.Count));
        foreach (var peer in peers)
        {
            var (meant, maybe) = classes.Terms.Of(peer);
            sure.Or(meant);
            possible.Or(maybe);
        }
        return (sure, possible);
    }
}

using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>
/// The walk of one subject through its tiers, at ports that its rules do not tell apart, with all other ends at once.
/// Where a rule may match, the ends that it may mean go both ways; those that end in allowed and in denied are unknown.
/// </summary>
sealed class StretchWalk(
    RuleMatcher matcher, ClassMatcher classes, PortCuts cuts, FlowEnd subject, Direction direction, PortStretch stretch)
{
    // Someone of the subject's IP version, where it does not matter who.
    readonly FlowEnd _anyone = FlowEnd.Outside(IpAddress.Create(subject.Address?.Family ?? IpFamily.IPv4, 0));

    /// <summary>What the rule says apart from the other end; null where that depends on the other end after all.</summary>
    public MatchOutcome? OutcomeOf(Rule rule)
    {
        var rest = classes.Sets(rule).Rest;
        return LooksAtPeer(rest) ? null : matcher.Match(rest, FlowWith(_anyone), direction);
    }

    /// <summary>Those who are allowed, and those of whom it is unknown.</summary>
    public (BitSet Allowed, BitSet Unknown) Run(
        ImmutableArray<TierPolicies> tiers, BitSet everyone, Decided? decided)
    {
        var (reach, allowed, denied) = (everyone.Copy(), new BitSet(everyone.Length), new BitSet(everyone.Length));
        foreach (var (tier, policies) in tiers)
        {
            var next = new BitSet(everyone.Length);
            foreach (var policy in policies)
            {
                foreach (var rule in policy.Rules(direction))
                {
                    if (rule.Action == RuleAction.Log || SetsOf(rule) is not var (sure, possible)) continue;
                    var hit = possible.Copy().And(reach);
                    if (hit.IsEmpty) continue;
                    TargetOf(rule.Action, allowed, denied, next).Or(hit);
                    decided?.Invoke(stretch, tier, policy, rule, hit);
                    reach.AndNot(sure);
                }
            }
            (tier.DefaultAction == TierDefault.Pass ? next : denied).Or(reach);
            if (tier.DefaultAction != TierDefault.Pass && !reach.IsEmpty)
            {
                decided?.Invoke(stretch, tier, policies[0], null, reach);
            }
            reach = next;
        }
        allowed.Or(reach);
        return (allowed.Copy().AndNot(denied), denied.And(allowed));
    }

    static BitSet TargetOf(RuleAction action, BitSet allowed, BitSet denied, BitSet next) => action switch
    {
        RuleAction.Allow => allowed,
        RuleAction.Deny => denied,
        RuleAction.Pass => next,
        _ => throw new InvalidOperationException($"{action} leads nowhere."),
    };

    // Null where the rule matches nobody here.
    (BitSet Sure, BitSet Possible)? SetsOf(Rule rule)
    {
        var sets = classes.Sets(rule);
        return OutcomeOf(rule) switch
        {
            MatchOutcome.No => null,
            MatchOutcome.Yes => (sets.Sure, sets.Possible),
            MatchOutcome.Unknown => (new BitSet(sets.Sure.Length), sets.Possible),
            _ => Ask(sets),
        };
    }

    (BitSet Sure, BitSet Possible) Ask(RuleSets sets)
    {
        var (sure, possible) = (new BitSet(sets.Sure.Length), new BitSet(sets.Sure.Length));
        foreach (var peer in sets.Possible)
        {
            var outcome = matcher.Match(sets.Rest, FlowWith(classes.Representatives[peer]), direction);
            if (outcome != MatchOutcome.No) possible.Add(peer);
            if (outcome == MatchOutcome.Yes) sure.Add(peer);
        }
        return (sure.And(sets.Sure), possible);
    }

    bool LooksAtPeer(Rule rest)
    {
        if (direction == Direction.Egress && cuts.IsNamed(rest.AllPorts, stretch)) return true;
        foreach (var condition in rest.Conditions)
        {
            if (condition is Condition.Version && subject.Address is null) return true;
            if (direction == Direction.Ingress && condition is Condition.SourcePorts { Ports: var ports }
                && ports.Any(port => port is PortMatch.Named && port.Protocol == stretch.Protocol))
            {
                return true;
            }
        }
        return false;
    }

    Flow FlowWith(FlowEnd peer) => direction == Direction.Egress
        ? new Flow(subject, peer, stretch.Protocol, stretch.Ports.First)
        : new Flow(peer, subject, stretch.Protocol, stretch.Ports.First);
}

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
    public MatchOutcome? OutcomeOf(ClassRule rule) =>
        LooksAtPeer(rule) ? null : matcher.Match(rule.Rest, FlowWith(_anyone), direction);

    /// <summary>Those who are allowed, and those of whom it is unknown.</summary>
    public (BitSet Allowed, BitSet Unknown) Run(TierSteps[] tiers, BitSet everyone, Decided? decided)
    {
        var (reach, allowed, denied) = (everyone.Copy(), new BitSet(everyone.Length), new BitSet(everyone.Length));
        foreach (var (tier, first, steps) in tiers)
        {
            var next = new BitSet(everyone.Length);
            foreach (var (policy, rule) in steps)
            {
                if (!rule.Possible.Overlaps(reach) || SetsOf(rule) is not var (sure, possible)) continue;
                var hit = possible.Copy().And(reach);
                if (hit.IsEmpty) continue;
                TargetOf(rule.Rule.Action, allowed, denied, next).Or(hit);
                decided?.Invoke(stretch, tier, policy, rule.Rule, hit);
                reach.AndNot(sure);
            }
            if (tier.DefaultAction == TierDefault.Pass) next.Or(reach);
            else
            {
                denied.Or(reach);
                if (!reach.IsEmpty) decided?.Invoke(stretch, tier, first, null, reach);
            }
            reach = next;
        }
        allowed.Or(reach);
        if (!reach.IsEmpty) decided?.Invoke(stretch, null, null, null, reach);
        var unknown = denied.And(allowed);
        return (unknown.IsEmpty ? allowed : allowed.AndNot(unknown), unknown);
    }

    static BitSet TargetOf(RuleAction action, BitSet allowed, BitSet denied, BitSet next) => action switch
    {
        RuleAction.Allow => allowed,
        RuleAction.Deny => denied,
        RuleAction.Pass => next,
        _ => throw new InvalidOperationException($"{action} leads nowhere."),
    };

    // Null where the rule matches nobody here.
    (BitSet Sure, BitSet Possible)? SetsOf(ClassRule rule) => OutcomeOf(rule) switch
    {
        MatchOutcome.No => null,
        MatchOutcome.Yes => (rule.Sure, rule.Possible),
        MatchOutcome.Unknown => (new BitSet(rule.Sure.Length), rule.Possible),
        _ => Ask(rule),
    };

    (BitSet Sure, BitSet Possible) Ask(ClassRule rule)
    {
        var (sure, possible) = (new BitSet(rule.Sure.Length), new BitSet(rule.Sure.Length));
        foreach (var peer in rule.Possible)
        {
            var outcome = matcher.Match(rule.Rest, FlowWith(classes.Representatives[peer]), direction);
            if (outcome != MatchOutcome.No) possible.Add(peer);
            if (outcome == MatchOutcome.Yes) sure.Add(peer);
        }
        return (sure.And(rule.Sure), possible);
    }

    bool LooksAtPeer(ClassRule rule) =>
        (direction == Direction.Egress
            && (!rule.BackendPorts.IsEmpty || (!rule.Names.IsEmpty && cuts.IsNamed(rule.Names, stretch))))
        || (direction == Direction.Ingress && rule.SourceNames.Any(port => port.Protocol == stretch.Protocol))
        || (rule.AsksVersion && subject.Address is null);

    Flow FlowWith(FlowEnd peer) => direction == Direction.Egress
        ? new Flow(subject, peer, stretch.Protocol, stretch.Ports.First)
        : new Flow(peer, subject, stretch.Protocol, stretch.Ports.First);
}

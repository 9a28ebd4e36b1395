using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>
/// The way of one subject through its tiers with all other ends at once. Where a rule may match, the ends that it may
/// mean go both ways; those that end in allowed and in denied are unknown. Its sets are used again by the next run.
/// </summary>
sealed class SubjectWalk(RuleMatcher matcher, ClassMatcher classes, PortAtoms atoms)
{
    readonly BitSet _nobody = new(classes.Representatives.Length);
    readonly BitSet _hit = new(classes.Representatives.Length);
    readonly BitSet _denied = new(classes.Representatives.Length);
    BitSet _reach = new(classes.Representatives.Length);
    BitSet _next = new(classes.Representatives.Length);

    /// <summary>Those who are allowed. Only good until the next run.</summary>
    public BitSet Allowed { get; } = new(classes.Representatives.Length);

    /// <summary>Those of whom it is unknown. Only good until the next run.</summary>
    public BitSet Unknown { get; } = new(classes.Representatives.Length);

    /// <summary>Walks at ports that the subject's rules do not tell apart.</summary>
    public void Run(SubjectSteps steps, BitSet part, BitSet everyone, Decided? decided)
    {
        var stretches = decided is null ? [] : atoms.Among(part);
        var atom = part.First;
        _reach.Become(everyone);
        _denied.Clear();
        Allowed.Clear();
        var step = 0;
        foreach (var tier in steps.Tiers)
        {
            _next.Clear();
            for (; step < tier.End; step++)
            {
                var (policy, rule, _) = steps.Rules[step];
                if (SetsOf(steps, step, atom) is not var (sure, possible) || !possible.Overlaps(_reach)) continue;
                TargetOf(rule.Rule.Action).Or(_hit.Become(possible).And(_reach));
                decided?.Invoke(stretches, tier.Tier, policy, rule.Rule, _hit);
                _reach.AndNot(sure);
            }
            var isPass = tier.Tier.DefaultAction == TierDefault.Pass;
            (isPass ? _next : _denied).Or(_reach);
            if (!isPass && !_reach.IsEmpty) decided?.Invoke(stretches, tier.Tier, tier.First, null, _reach);
            (_reach, _next) = (_next, _reach);
        }
        Allowed.Or(_reach);
        if (!_reach.IsEmpty) decided?.Invoke(stretches, null, null, null, _reach);
        Unknown.Become(_denied).And(Allowed);
        Allowed.AndNot(Unknown);
    }

    BitSet TargetOf(RuleAction action) => action switch
    {
        RuleAction.Allow => Allowed,
        RuleAction.Deny => _denied,
        RuleAction.Pass => _next,
        _ => throw new InvalidOperationException($"{action} leads nowhere."),
    };

    // Null where the rule matches nobody here.
    (BitSet Sure, BitSet Possible)? SetsOf(SubjectSteps steps, int step, int atom)
    {
        var (_, rule, ports) = steps.Rules[step];
        if (ports.Yes.Contains(atom)) return (rule.Sure, rule.Possible);
        if (ports.Unknown.Contains(atom)) return (_nobody, rule.Possible);
        return ports.Asked.Contains(atom) ? Ask(steps, rule, atoms[atom]) : null;
    }

    (BitSet Sure, BitSet Possible) Ask(SubjectSteps steps, ClassRule rule, PortStretch stretch)
    {
        var (sure, possible) = (new BitSet(_nobody.Length), new BitSet(_nobody.Length));
        foreach (var peer in rule.Possible)
        {
            var flow = PortOutcomeReader.FlowOf(steps.Subject, classes.Representatives[peer], steps.Direction, stretch);
            var outcome = matcher.Match(rule.Rest, flow, steps.Direction);
            if (outcome != MatchOutcome.No) possible.Add(peer);
            if (outcome == MatchOutcome.Yes) sure.Add(peer);
        }
        return (sure.And(rule.Sure), possible);
    }
}

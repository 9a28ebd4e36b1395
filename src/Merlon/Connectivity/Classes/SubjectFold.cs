using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>What subjects may send and receive: the evaluator's walk with all other ends at once.</summary>
sealed class SubjectFold
{
    readonly Evaluator _evaluator;
    readonly PortCuts _cuts;
    readonly BitSet _everyone;
    readonly Dictionary<IpFamily, BitSet> _byFamily;
    readonly Dictionary<PortSet, PortSet> _portSets = [];

    public SubjectFold(Evaluator evaluator, EndClasses classes)
    {
        (_evaluator, Classes) = (evaluator, new ClassMatcher(classes, evaluator.Matcher.Peers));
        _cuts = new PortCuts(evaluator.Matcher, classes.Representatives);
        _everyone = BitSet.All(classes.Count);
        _byFamily = new[] { IpFamily.IPv4, IpFamily.IPv6 }.ToDictionary(family => family, family => Of(family, classes));
    }

    public ClassMatcher Classes { get; }

    /// <summary>What the subject may send to whom, or receive: disjoint shares; who is in none may not at all.</summary>
    public ImmutableArray<Share> Fold(
        FlowEnd subject, Direction direction, ImmutableArray<TierPolicies> tiers, Decided? decided = null)
    {
        var everyone = subject.Address is { } address ? _byFamily[address.Family] : _everyone;
        var steps = Array.ConvertAll([.. tiers], tier => StepsOf(tier, direction));
        var rules = steps.SelectMany(tier => tier.Steps).Select(step => step.Rule).ToList();
        var outcomes = new List<(PortStretch Stretch, int Outcome)>();
        var distinct = new List<(BitSet Allowed, BitSet Unknown)>();
        var known = new Dictionary<int, int>();
        var masks = new Trie();
        foreach (var stretch in _cuts.Stretches(subject, direction, rules))
        {
            var walk = new StretchWalk(_evaluator.Matcher, Classes, _cuts, subject, direction, stretch);
            var isExempt = _evaluator.IsExempt(subject, stretch.Protocol);
            var mask = isExempt ? -1 : MaskOf(walk, rules, masks);
            if (mask is null || decided is not null || !known.TryGetValue(mask.Value, out var outcome))
            {
                outcome = distinct.Count;
                distinct.Add(isExempt ? (everyone, new BitSet(everyone.Length)) : walk.Run(steps, everyone, decided));
                if (mask is { } found) known[found] = outcome;
            }
            outcomes.Add((stretch, outcome));
        }
        return Join(outcomes, distinct, everyone);
    }

    TierSteps StepsOf(TierPolicies tier, Direction direction) => new(
        tier.Tier,
        tier.Policies[0],
        [
            .. from policy in tier.Policies
               from rule in Classes.Rules(policy, direction)
               select new Step(policy, rule),
        ]);

    // Equal for stretches at which every rule says the same; null where one looks at the other end's ports.
    static int? MaskOf(StretchWalk walk, List<ClassRule> rules, Trie masks)
    {
        var mask = 0;
        foreach (var rule in rules)
        {
            if (walk.OutcomeOf(rule) is not { } outcome) return null;
            mask = masks.Append(mask, (int)outcome);
        }
        return mask;
    }

    ImmutableArray<Share> Join(
        List<(PortStretch Stretch, int Outcome)> outcomes,
        List<(BitSet Allowed, BitSet Unknown)> distinct,
        BitSet everyone)
    {
        var parts = new List<(BitSet Peers, ImmutableArray<Verdict> Verdicts)> { (everyone, []) };
        foreach (var (allowed, unknown) in distinct)
        {
            var finer = new List<(BitSet, ImmutableArray<Verdict>)>(parts.Count + 1);
            foreach (var (peers, verdicts) in parts)
            {
                var allowedHere = peers.Copy().And(allowed);
                var rest = peers.Copy().AndNot(allowed);
                if (!allowedHere.IsEmpty) finer.Add((allowedHere, verdicts.Add(Verdict.Allow)));
                if (rest.Overlaps(unknown))
                {
                    finer.Add((rest.Copy().And(unknown), verdicts.Add(Verdict.Unknown)));
                    rest.AndNot(unknown);
                }
                if (!rest.IsEmpty) finer.Add((rest, verdicts.Add(Verdict.Deny)));
            }
            parts = finer;
        }
        return
        [
            .. from part in parts
               let ports = PortsOf(outcomes, part.Verdicts)
               where ports.Spans.Length > 0
               select new Share(ports, part.Peers),
        ];
    }

    PortSet PortsOf(List<(PortStretch Stretch, int Outcome)> outcomes, ImmutableArray<Verdict> verdicts)
    {
        var ports = PortSet.Of(outcomes
            .Where(outcome => verdicts[outcome.Outcome] != Verdict.Deny)
            .Select(outcome => new PortSpan(
                outcome.Stretch.Protocol, outcome.Stretch.Ports, verdicts[outcome.Outcome])));
        if (!_portSets.TryGetValue(ports, out var known)) _portSets.Add(ports, known = ports);
        return known;
    }

    static BitSet Of(IpFamily family, EndClasses classes)
    {
        var found = new BitSet(classes.Count);
        for (var i = 0; i < classes.Count; i++)
        {
            if (classes.Representatives[i].Address is not { } address || address.Family == family) found.Add(i);
        }
        return found;
    }
}

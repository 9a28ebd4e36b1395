using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>What subjects may send and receive: the evaluator's walk with all other ends at once.</summary>
sealed class SubjectFold
{
    readonly Evaluator _evaluator;
    readonly PortAtoms _atoms;
    readonly PortOutcomeReader _outcomes;
    readonly SubjectWalk _walk;
    readonly PortSets _sets;
    readonly BitSet _noAtoms;
    readonly BitSet _nobody;
    readonly (BitSet Everyone, BitSet Ports)[] _byFamily;
    readonly Dictionary<(BitSet Open, BitSet Unknown), PortSet> _read = [];

    /// <param name="evaluator">What is to be said.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="sets">Where sets of ports are kept.</param>
    /// <param name="policies">Policies that tell ports apart.</param>
    /// <param name="known">Where ports are told apart beyond that.</param>
    public SubjectFold(
        Evaluator evaluator,
        EndClasses classes,
        PortSets sets,
        IEnumerable<Policy> policies,
        IReadOnlySet<PortStretch> known)
    {
        (_evaluator, _sets, Classes) = (evaluator, sets, new ClassMatcher(classes));
        var cuts = new PortCuts(evaluator.Matcher, classes.Representatives);
        var edges = cuts.Of(policies);
        edges.UnionWith(known);
        (_atoms, Edges) = (new PortAtoms(edges), edges);
        _outcomes = new PortOutcomeReader(evaluator.Matcher, cuts, _atoms);
        _walk = new SubjectWalk(evaluator.Matcher, Classes, _atoms);
        (_noAtoms, _nobody) = (new BitSet(_atoms.Count), new BitSet(classes.Count));
        _byFamily = Array.ConvertAll<IpFamily?, (BitSet, BitSet)>(
            [null, IpFamily.IPv4, IpFamily.IPv6], family => (EndsOf(family, classes), _atoms.Of(family)));
    }

    public ClassMatcher Classes { get; }

    /// <summary>The ranges at whose edges ports are told apart.</summary>
    public IReadOnlySet<PortStretch> Edges { get; }

    /// <summary>What the subject may send to whom, or receive: disjoint shares; who is in none may not at all.</summary>
    public Share[] Fold(
        FlowEnd subject, Direction direction, ImmutableArray<TierPolicies> tiers, Decided? decided = null)
    {
        var (everyone, ports) = _byFamily[subject.Address is not { } address ? 0 : address.Family == IpFamily.IPv4 ? 1 : 2];
        var exempt = _atoms.Where(stretch => _evaluator.IsExempt(subject, stretch.Protocol)).And(ports);
        var shares = new ShareList();
        if (!exempt.IsEmpty) shares.Add(exempt, everyone, _nobody);
        var judged = ports.Copy().AndNot(exempt);
        if (judged.IsEmpty) return shares.Read(PortsOf);
        var steps = StepsOf(subject, direction, tiers);
        foreach (var part in PortPartition.Of(judged, steps.Rules))
        {
            _walk.Run(steps, part, everyone, decided);
            shares.Add(part, _walk.Allowed, _walk.Unknown);
        }
        return shares.Read(PortsOf);
    }

    SubjectSteps StepsOf(FlowEnd subject, Direction direction, ImmutableArray<TierPolicies> tiers)
    {
        var steps = new SubjectSteps(subject, direction);
        foreach (var (tier, policies) in tiers)
        {
            foreach (var policy in policies)
            {
                foreach (var rule in Classes.Rules(policy, direction))
                {
                    steps.Rules.Add(new Step(policy, rule, _outcomes.Of(rule, subject, direction)));
                }
            }
            steps.Tiers.Add(new TierSteps(tier, policies[0], steps.Rules.Count));
        }
        return steps;
    }

    PortSet PortsOf(BitSet? open, BitSet? unknown)
    {
        var key = (open ?? _noAtoms, unknown ?? _noAtoms);
        if (_read.TryGetValue(key, out var known)) return known;
        return _read[key] = _sets.Of(PortSet.Of(
            from atom in Enumerable.Range(0, _atoms.Count)
            let isOpen = key.Item1.Contains(atom)
            where isOpen || key.Item2.Contains(atom)
            select new PortSpan(_atoms[atom].Protocol, _atoms[atom].Ports, isOpen ? Verdict.Allow : Verdict.Unknown)));
    }

    static BitSet EndsOf(IpFamily? family, EndClasses classes)
    {
        var found = new BitSet(classes.Count);
        for (var i = 0; i < classes.Count; i++)
        {
            if (family is null || classes.Representatives[i].Address is not { } address || address.Family == family) found.Add(i);
        }
        return found;
    }
}

using Merlon.Policies.Firewalls;

namespace Merlon.Evaluation.Firewalls;

/// <summary>
/// One packet on its way through the chains of a host. A rule that may match leaves two ways open; the walk takes both,
/// so what it finds is every end that the packet can have.
/// </summary>
sealed class FirewallWalk(FirewallRuleset ruleset, FirewallPacket packet)
{
    // Far more than the kernel follows.
    const int MaxDepth = 200;

    readonly Dictionary<(FirewallChain Chain, uint? Mark, bool IsSure), Passage> _known = [];
    readonly HashSet<FirewallChain> _open = [];
    FirewallStep? _accepts;
    FirewallStep? _drops;
    readonly HashSet<uint?> _acceptedMarks = [];
    uint? _mark = 0;

    /// <summary>How a chain is left: whether the packet may come out behind it, and with which mark.</summary>
    readonly record struct Passage(bool MayPass, uint? Mark);

    /// <summary>Whether and why the packet passes all base chains of the hooks.</summary>
    public (Verdict Verdict, FirewallStep? Decider, FirewallStep? Doubtful) Through(params FirewallHook[] hooks)
    {
        FirewallStep? decider = null;
        FirewallStep? doubtful = null;
        FirewallStep? meanwhile = null;
        foreach (var chain in hooks.SelectMany(ruleset.At))
        {
            (_accepts, _drops) = (null, null);
            _known.Clear();
            _acceptedMarks.Clear();
            if (Walk(chain, null).MayPass) Record(new FirewallStep(chain, null), chain.DropsTheRest);
            _mark = _acceptedMarks is { Count: 1 } ? _acceptedMarks.First() : null;
            if (_accepts is null) return (Verdict.Deny, _drops, null);
            if (_drops is null)
            {
                // What stands in `filter`, which comes last, is what people look for.
                decider = _accepts;
                continue;
            }
            var (sure, unsure) = _drops.Doubt is null ? (_drops, _accepts) : (_accepts, _drops);
            doubtful ??= unsure;
            meanwhile ??= sure;
        }
        return doubtful is null ? (Verdict.Allow, decider, null) : (Verdict.Unknown, meanwhile, doubtful);
    }

    void Record(FirewallStep step, bool drops)
    {
        if (drops)
        {
            _drops = Surer(_drops, step);
            return;
        }
        _accepts = Surer(_accepts, step);
        _acceptedMarks.Add(_mark);
    }

    // The first one; but one that is met for sure tells more than one that may be met.
    static FirewallStep Surer(FirewallStep? known, FirewallStep step) =>
        known is null || (known.Doubt is not null && step.Doubt is null) ? step : known;

    // Memory of what was walked keeps chains that share chains from being walked again and again.
    Passage Walk(FirewallChain chain, string? doubt)
    {
        var key = (chain, _mark, doubt is null);
        if (_known.TryGetValue(key, out var known))
        {
            _mark = known.Mark;
            return known;
        }
        if (!_open.Add(chain)) throw new InvalidOperationException($"Chain {chain} leads back to itself.");
        var mayPass = WalkRules(chain, doubt);
        _open.Remove(chain);
        return _known[key] = new Passage(mayPass, _mark);
    }

    bool WalkRules(FirewallChain chain, string? doubt)
    {
        var mayReturn = false;
        var isTracked = chain.Table != "raw";
        foreach (var rule in chain.Rules)
        {
            var outcome = FirewallMatcher.Match(rule, packet, _mark, isTracked, out var doubtful);
            if (outcome == MatchOutcome.No) continue;
            var here = outcome == MatchOutcome.Unknown ? doubt ?? FirewallWords.Doubt(doubtful!) : doubt;
            var passes = Apply(chain, rule, outcome, here, out var returns);
            if (returns && outcome == MatchOutcome.Unknown) doubt = here;
            mayReturn |= returns;
            if (outcome == MatchOutcome.Yes && !passes) return mayReturn;
        }
        return true;
    }

    // Whether the packet, once the rule matches, may go on to the next rule; and whether it may leave the chain.
    bool Apply(FirewallChain chain, FirewallRule rule, MatchOutcome outcome, string? doubt, out bool returns)
    {
        returns = false;
        switch (rule.Target)
        {
            case FirewallTarget.Accept:
                Record(new FirewallStep(chain, rule, doubt), drops: false);
                return false;
            case FirewallTarget.Drop:
                Record(new FirewallStep(chain, rule, doubt), drops: true);
                return false;
            case FirewallTarget.Return:
                returns = true;
                return false;
            case FirewallTarget.Continue:
                return true;
            case FirewallTarget.SetMark set:
                var marked = set.Keep == 0 ? set.Flip : (_mark & set.Keep) ^ set.Flip;
                _mark = outcome == MatchOutcome.Yes || marked == _mark ? marked : null;
                return true;
            case FirewallTarget.Jump jump:
                var passes = Follow(chain, rule, jump, outcome, doubt);
                returns = jump.ForGood && passes;
                return !jump.ForGood && passes;
            case FirewallTarget.Divert:
                return Maybe(chain, rule, "where the packet goes after its destination is changed");
            case FirewallTarget.Unknowable unknowable:
                return Maybe(chain, rule, unknowable.What);
            default:
                throw new InvalidOperationException($"A {rule.Target.GetType().Name} is no target.");
        }
    }

    bool Follow(FirewallChain chain, FirewallRule rule, FirewallTarget.Jump jump, MatchOutcome outcome, string? doubt)
    {
        if (!ruleset.TryGet(chain.Table, jump.Chain, out var target))
        {
            return Maybe(chain, rule, $"chain {jump.Chain}, which is not in the input");
        }
        if (_open.Count > MaxDepth) return Maybe(chain, rule, $"more than {MaxDepth} chains inside each other");
        var before = _mark;
        var passage = Walk(target, doubt);
        _mark = outcome == MatchOutcome.Yes || passage.Mark == before ? passage.Mark : null;
        return passage.MayPass;
    }

    bool Maybe(FirewallChain chain, FirewallRule rule, string doubt)
    {
        var step = new FirewallStep(chain, rule, doubt);
        Record(step, drops: false);
        Record(step, drops: true);
        return true;
    }
}

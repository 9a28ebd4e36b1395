using System.Collections.Immutable;

namespace Merlon.Nftables;

/// <summary>Whether chains of one ruleset allow all that chains of another one allow, as far as their rules show it.</summary>
sealed class ChainComparison
{
    readonly NftTable _before;
    readonly NftTable _after;
    readonly Dictionary<NftName, SetChange> _changes;
    readonly Dictionary<(NftName, NftName), bool> _known = [];

    public ChainComparison(NftTable current, NftTable wanted)
    {
        (_before, _after) = (current, wanted);
        _changes = new NamedDifference<NftSet>(current.Sets, wanted.Sets, set => set.Name).Changed
            .Where(change => !JudgeChains.IsDispatch(change.Wanted.Name))
            .ToDictionary(change => change.Wanted.Name, change => SetChange.Between(change.Current, change.Wanted));
    }

    /// <summary>Whether the chains of both, whose rules are the same, ask sets that changed only so that they allow more.</summary>
    public bool CommonAreAsLoose()
    {
        Func<NftName, bool> hasChanged = _changes.ContainsKey;
        return _changes.Count == 0 || _after.Chains
            .Where(chain => chain.Sets.Any(hasChanged) && _before.ChainOf(chain.Name) is not null)
            .All(chain => IsAsLoose(chain.Name, chain.Name));
    }

    public bool IsAsLoose(NftVerdict before, NftVerdict after) =>
        before == NftVerdict.Drop || Allows(after) || (before.Target, after.Target) switch
        {
            ({ } old, { } @new) => IsAsLoose(old, @new),
            _ => false,
        };

    bool IsAsLoose(NftName before, NftName after)
    {
        if (_known.TryGetValue((before, after), out var known)) return known;
        return _known[(before, after)] = IsAsLoose(RulesOf(_before, before), RulesOf(_after, after));
    }

    // Between two rulesets, rules that allow may come, and rules that drop may go; the others must stay in their order.
    bool IsAsLoose(ImmutableArray<NftRule> before, ImmutableArray<NftRule> after)
    {
        var next = 0;
        foreach (var rule in before)
        {
            while (next < after.Length && !IsAsLoose(rule, after[next]) && Allows(after[next])) next++;
            if (next < after.Length && IsAsLoose(rule, after[next])) next++;
            else if (!Drops(rule)) return false;
        }
        // Behind a rule without conditions nothing is reached.
        return before is [.., NftRule.Decide { Matches.IsEmpty: true }] || after.Skip(next).All(Allows);
    }

    bool IsAsLoose(NftRule before, NftRule after) => (before, after) switch
    {
        (NftRule.Decide old, NftRule.Decide @new) =>
            old.Matches.SequenceEqual(@new.Matches) && IsAsLoose(old.Verdict, @new.Verdict) && ChangesOf(@new).All(change =>
                (!change.MatchesMore || Allows(@new.Verdict)) && (!change.MatchesLess || old.Verdict == NftVerdict.Drop)),
        _ => before.Equals(after),
    };

    IEnumerable<(bool MatchesMore, bool MatchesLess)> ChangesOf(NftRule rule)
    {
        foreach (var match in rule.Matches)
        {
            if (match is not NftMatch.InSet inSet || !_changes.TryGetValue(inSet.Set, out var change)) continue;
            yield return inSet.IsNegated ? (change.HasShrunk, change.HasGrown) : (change.HasGrown, change.HasShrunk);
        }
    }

    bool Allows(NftRule rule) => rule is NftRule.Decide decide && Allows(decide.Verdict);

    bool Allows(NftVerdict verdict) => verdict == NftVerdict.Accept
        || verdict.Target is { } name && _after.ChainOf(name) is { AcceptsAll: true };

    static bool Drops(NftRule rule) => rule is NftRule.Decide decide && decide.Verdict == NftVerdict.Drop;

    static ImmutableArray<NftRule> RulesOf(NftTable table, NftName chain) =>
        table.ChainOf(chain)?.Rules ?? throw new InvalidOperationException($"A verdict leads to {chain}, which is not there.");
}

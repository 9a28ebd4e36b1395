using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>Puts classes to which the same policies apply into groups.</summary>
sealed class SubjectGrouping(EndClasses classes, SubjectFold fold, Direction direction)
{
    readonly int[] _groupOf = new int[classes.Count];
    readonly List<SubjectGroup> _groups = [];

    /// <summary>From all policies.</summary>
    public SubjectGroups Of(PolicySet policies)
    {
        var all = policies.Tiers.SelectMany(tier => tier.Policies.Select(policy => (Tier: tier, Policy: policy))).ToArray();
        var (sequences, areTold) = (new Trie(), new bool[classes.Count]);
        var applying = Applying([.. all.Select(item => item.Policy)], sequences, areTold);
        var known = new Dictionary<(int Sequence, int Kind, int Told), int>();
        for (var i = 0; i < _groupOf.Length; i++)
        {
            var end = classes.Representatives[i];
            var kind = (end.IsPod ? 1 : 0) + 2 * ((int?)end.Address?.Family ?? 0);
            var key = (applying[i], kind, areTold[i] ? i + 1 : 0);
            if (!known.TryGetValue(key, out _groupOf[i]))
            {
                known.Add(key, _groupOf[i] = _groups.Count);
                _groups.Add(new SubjectGroup(i, TiersOf(sequences.Read(applying[i]), all)));
            }
        }
        return new SubjectGroups(classes, fold, direction, _groupOf, _groups);
    }

    /// <summary>From the groups before a change. Who is in none of its policies stays with what is known of the group.</summary>
    /// <param name="old">The groups, of classes that may have been cut since.</param>
    /// <param name="change">The change.</param>
    public SubjectGroups After(SubjectGroups old, PolicyChange change)
    {
        var (sequences, areTold) = (new Trie(), new bool[classes.Count]);
        var changed = Applying([.. change.Removed, .. change.Added.Select(item => item.Policy)], sequences, areTold);
        var before = new int[classes.Count];
        var known = new Dictionary<(int Group, int Sequence, int Told), int>();
        for (var i = 0; i < _groupOf.Length; i++)
        {
            before[i] = i < old.Classes ? old.GroupOf(i) : before[classes.Origins[i]];
            var key = (before[i], changed[i], areTold[i] ? i + 1 : 0);
            if (known.TryGetValue(key, out _groupOf[i])) continue;
            known.Add(key, _groupOf[i] = _groups.Count);
            _groups.Add(changed[i] == 0
                ? new SubjectGroup(i, old[before[i]].Tiers) { Shares = old[before[i]].Shares }
                : new SubjectGroup(i, change.ApplyTo(old[before[i]].Tiers, sequences.Read(changed[i]))));
        }
        return new SubjectGroups(classes, fold, direction, _groupOf, _groups);
    }

    // By class the sequence of those that apply to it, as places in the list. Rules that look at the subject beyond the
    // policy's selector tell classes apart: each walks for itself.
    int[] Applying(Policy[] policies, Trie sequences, bool[] areTold)
    {
        var found = new int[classes.Count];
        for (var number = 0; number < policies.Length; number++)
        {
            if (!policies[number].Governs(direction)) continue;
            var looks = LooksAtSubject(policies[number]);
            foreach (var subject in fold.Classes.Members(policies[number].Subject))
            {
                found[subject] = sequences.Append(found[subject], number);
                areTold[subject] |= looks;
            }
        }
        return found;
    }

    bool LooksAtSubject(Policy policy)
    {
        foreach (var rule in fold.Classes.Rules(policy, direction))
        {
            if (rule.LooksAtSubject(direction)) return true;
        }
        return false;
    }

    // The policies are in the order of their tiers.
    static ImmutableArray<TierPolicies> TiersOf(List<int> places, (Tier Tier, Policy Policy)[] all)
    {
        var tiers = ImmutableArray.CreateBuilder<TierPolicies>(1);
        for (var (first, end) = (0, 0); first < places.Count; first = end)
        {
            var tier = all[places[first]].Tier;
            while (end < places.Count && ReferenceEquals(all[places[end]].Tier, tier)) end++;
            var policies = ImmutableArray.CreateBuilder<Policy>(end - first);
            for (var i = first; i < end; i++) policies.Add(all[places[i]].Policy);
            tiers.Add(new TierPolicies(tier, policies.MoveToImmutable()));
        }
        return tiers.DrainToImmutable();
    }
}

using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>
/// The classes as subjects of one direction: those to which the same policies apply, and that no rule tells apart as
/// subjects, are one group and walk the tiers once.
/// </summary>
sealed class SubjectGroups
{
    readonly SubjectFold _fold;
    readonly EndClasses _classes;
    readonly Direction _direction;
    readonly int[] _groupOf;
    readonly List<Group> _groups = [];

    public SubjectGroups(PolicySet policies, EndClasses classes, SubjectFold fold, Direction direction)
    {
        (_fold, _classes, _direction) = (fold, classes, direction);
        var applying = new List<(Tier, Policy)>[classes.Count];
        var ids = new int[classes.Count];
        var lists = new Trie();
        var number = 0;
        foreach (var (tier, policy) in policies.Tiers.SelectMany(tier => tier.Policies.Select(policy => (tier, policy))))
        {
            number++;
            if (!policy.Governs(direction)) continue;
            foreach (var subject in fold.Classes.Members(policy.Subject))
            {
                (applying[subject] ??= []).Add((tier, policy));
                ids[subject] = lists.Append(ids[subject], number);
            }
        }
        _groupOf = GroupsOf(applying, ids);
    }

    public int Count => _groups.Count;

    public int GroupOf(int subject) => _groupOf[subject];

    /// <summary>What the members of the group may send to whom, or receive: disjoint shares.</summary>
    public ImmutableArray<Share> SharesOf(int group)
    {
        var found = _groups[group];
        if (found.Shares.IsDefault)
        {
            found.Shares = _fold.Fold(_classes.Representatives[found.Subject], _direction, found.Tiers);
        }
        return found.Shares;
    }

    /// <summary>The policies that apply to the members of the group.</summary>
    public ImmutableArray<TierPolicies> TiersOf(int group) => _groups[group].Tiers;

    /// <summary>Walks the group's tiers once more, telling what decides.</summary>
    public void Walk(int group, Decided decided) =>
        _fold.Fold(_classes.Representatives[_groups[group].Subject], _direction, _groups[group].Tiers, decided);

    /// <summary>What the subject may send to the other end, or receive from it; null for nothing.</summary>
    public PortSet? PortsOf(int subject, int peer)
    {
        foreach (var share in SharesOf(_groupOf[subject]))
        {
            if (share.Peers.Contains(peer)) return share.Ports;
        }
        return null;
    }

    int[] GroupsOf(List<(Tier Tier, Policy Policy)>?[] applying, int[] ids)
    {
        var known = new Dictionary<(int List, int Kind, int Sight), int>();
        var groups = new int[applying.Length];
        for (var i = 0; i < groups.Length; i++)
        {
            var end = _classes.Representatives[i];
            var kind = (end.IsPod ? 1 : 0) + 2 * ((int?)end.Address?.Family ?? 0);
            // Rules that look at the subject beyond the policy's selector: every class walks for itself.
            var sight = applying[i] is { } policies && policies.Exists(item => LooksAtSubject(item.Policy)) ? i + 1 : 0;
            if (!known.TryGetValue((ids[i], kind, sight), out groups[i]))
            {
                known.Add((ids[i], kind, sight), groups[i] = _groups.Count);
                _groups.Add(new Group(i, TiersOf(applying[i] ?? [])));
            }
        }
        return groups;
    }

    bool LooksAtSubject(Policy policy) =>
        _fold.Classes.Rules(policy, _direction).Any(rule => rule.LooksAtSubject(_direction));

    static ImmutableArray<TierPolicies> TiersOf(List<(Tier Tier, Policy Policy)> policies) =>
    [
        .. policies.GroupBy(item => item.Tier, item => item.Policy)
            .Select(group => new TierPolicies(group.Key, [.. group])),
    ];

    sealed class Group(int subject, ImmutableArray<TierPolicies> tiers)
    {
        public int Subject => subject;

        public ImmutableArray<TierPolicies> Tiers => tiers;

        public ImmutableArray<Share> Shares { get; set; }
    }
}

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
    readonly (Tier Tier, Policy Policy)[] _policies;
    readonly Trie _lists = new();
    readonly int[] _groupOf;
    readonly List<Group> _groups = [];

    public SubjectGroups(PolicySet policies, EndClasses classes, SubjectFold fold, Direction direction)
    {
        (_fold, _classes, _direction) = (fold, classes, direction);
        _policies = [.. policies.Tiers.SelectMany(tier => tier.Policies.Select(policy => (tier, policy)))];
        var lists = new int[classes.Count];
        var areTold = new bool[classes.Count];
        for (var number = 0; number < _policies.Length; number++)
        {
            var policy = _policies[number].Policy;
            if (!policy.Governs(direction)) continue;
            var looks = LooksAtSubject(policy);
            foreach (var subject in fold.Classes.Members(policy.Subject))
            {
                lists[subject] = _lists.Append(lists[subject], number);
                areTold[subject] |= looks;
            }
        }
        _groupOf = GroupsOf(lists, areTold);
    }

    public int Count => _groups.Count;

    public int GroupOf(int subject) => _groupOf[subject];

    /// <summary>What the members of the group may send to whom, or receive: disjoint shares.</summary>
    public Share[] SharesOf(int group)
    {
        var found = _groups[group];
        return found.Shares ??= _fold.Fold(_classes.Representatives[found.Subject], _direction, found.Tiers);
    }

    /// <summary>The shares of every class.</summary>
    public Share[][] SharesOfAll() => Array.ConvertAll(_groupOf, SharesOf);

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

    int[] GroupsOf(int[] lists, bool[] areTold)
    {
        var known = new Dictionary<(int List, int Kind, int Sight), int>();
        var groups = new int[lists.Length];
        for (var i = 0; i < groups.Length; i++)
        {
            var end = _classes.Representatives[i];
            var kind = (end.IsPod ? 1 : 0) + 2 * ((int?)end.Address?.Family ?? 0);
            // Rules that look at the subject beyond the policy's selector: every class walks for itself.
            var sight = areTold[i] ? i + 1 : 0;
            if (!known.TryGetValue((lists[i], kind, sight), out groups[i]))
            {
                known.Add((lists[i], kind, sight), groups[i] = _groups.Count);
                _groups.Add(new Group(i, TiersOf(_lists.Read(lists[i]))));
            }
        }
        return groups;
    }

    bool LooksAtSubject(Policy policy)
    {
        foreach (var rule in _fold.Classes.Rules(policy, _direction))
        {
            if (rule.LooksAtSubject(_direction)) return true;
        }
        return false;
    }

    ImmutableArray<TierPolicies> TiersOf(List<int> policies) =>
    [
        .. policies.Select(number => _policies[number])
            .GroupBy(item => item.Tier, item => item.Policy)
            .Select(group => new TierPolicies(group.Key, [.. group])),
    ];

    sealed class Group(int subject, ImmutableArray<TierPolicies> tiers)
    {
        public int Subject => subject;

        public ImmutableArray<TierPolicies> Tiers => tiers;

        public Share[]? Shares { get; set; }
    }
}

using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>
/// The classes as subjects of one direction: those to which the same policies apply, and that no rule tells apart as
/// subjects, are one group and walk the tiers once.
/// </summary>
/// <param name="classes">The classes.</param>
/// <param name="fold">Walks the tiers.</param>
/// <param name="direction">The direction.</param>
/// <param name="groupOf">By class the place of its group.</param>
/// <param name="groups">The groups.</param>
sealed class SubjectGroups(
    EndClasses classes, SubjectFold fold, Direction direction, int[] groupOf, List<SubjectGroup> groups)
{
    public int Count => groups.Count;

    public int Classes => classes.Count;

    public int GroupOf(int subject) => groupOf[subject];

    /// <summary>The group at a place, with what is known of it.</summary>
    public SubjectGroup this[int group] => groups[group];

    /// <summary>What the members of the group may send to whom, or receive: disjoint shares.</summary>
    public Share[] SharesOf(int group)
    {
        var found = groups[group];
        if (found.Shares is not { } shares)
        {
            return found.Shares = fold.Fold(classes.Representatives[found.Subject], direction, found.Tiers);
        }
        // What was carried over from before classes were cut.
        return shares.Length == 0 || shares[0].Peers.Length == classes.Count
            ? shares
            : found.Shares = Array.ConvertAll(shares, share => share with { Peers = share.Peers.Widened(classes.Origins) });
    }

    /// <summary>The shares of every class.</summary>
    public Share[][] SharesOfAll() => Array.ConvertAll(groupOf, SharesOf);

    /// <summary>The policies that apply to the members of the group.</summary>
    public ImmutableArray<TierPolicies> TiersOf(int group) => groups[group].Tiers;

    /// <summary>Walks the group's tiers once more, telling what decides.</summary>
    public void Walk(int group, Decided decided) =>
        fold.Fold(classes.Representatives[groups[group].Subject], direction, groups[group].Tiers, decided);

    /// <summary>What the subject may send to the other end, or receive from it; null for nothing.</summary>
    public PortSet? PortsOf(int subject, int peer)
    {
        foreach (var share in SharesOf(groupOf[subject]))
        {
            if (share.Peers.Contains(peer)) return share.Ports;
        }
        return null;
    }
}

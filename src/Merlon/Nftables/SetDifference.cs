using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Nftables;

/// <summary>What makes one set of another of the same name and type.</summary>
/// <param name="Added">Steps of the first transaction.</param>
/// <param name="Removed">Steps of the last one.</param>
sealed record SetDifference(ImmutableArray<RulesetStep> Added, ImmutableArray<RulesetStep> Removed)
{
    public static IEnumerable<RulesetStep> Creating(NftSet set)
    {
        yield return new RulesetStep.CreateSet(set);
        if (!IsEmpty(set)) yield return new RulesetStep.AddElements(set);
    }

    public static SetDifference Between(NftSet current, NftSet wanted) => (current, wanted) switch
    {
        (NftSet.Addresses was, NftSet.Addresses now) => Of(
            was.Elements, now.Elements, NothingOverlaps, elements => now with { Elements = elements }),
        (NftSet.Blocks was, NftSet.Blocks now) => Of(
            was.Elements, now.Elements, Overlapping, elements => now with { Elements = elements }),
        (NftSet.Ports was, NftSet.Ports now) => Of(
            was.Elements, now.Elements, Overlapping, elements => now with { Elements = elements }),
        _ => throw new InvalidOperationException($"No way from a {current.GetType().Name} to a {wanted.GetType().Name}."),
    };

    public static (Type, IpFamily?) TypeOf(NftSet set) => (set.GetType(), set switch
    {
        NftSet.Addresses addresses => addresses.Family,
        NftSet.Blocks blocks => blocks.Family,
        _ => null,
    });

    static bool IsEmpty(NftSet set) => set switch
    {
        NftSet.Addresses addresses => addresses.Elements.IsEmpty,
        NftSet.Blocks blocks => blocks.Elements.IsEmpty,
        NftSet.Ports ports => ports.Elements.IsEmpty,
        _ => throw new InvalidOperationException($"No elements known of a {set.GetType().Name}."),
    };

    // The kernel refuses overlapping intervals: what is in the way of a new one leaves in the same transaction.
    static SetDifference Of<T>(
        ImmutableArray<T> current, ImmutableArray<T> wanted,
        Func<ImmutableArray<T>, ImmutableArray<T>, HashSet<T>> overlapping, Func<ImmutableArray<T>, NftSet> set)
    {
        var before = current.ToHashSet();
        var after = wanted.ToHashSet();
        var added = wanted.Where(element => !before.Contains(element)).ToImmutableArray();
        var removed = current.Where(element => !after.Contains(element)).ToImmutableArray();
        var inTheWay = overlapping(removed, added);
        var removedAtOnce = removed.Where(inTheWay.Contains).ToImmutableArray();
        var removedLater = removed.Where(element => !inTheWay.Contains(element)).ToImmutableArray();

        List<RulesetStep> first = [];
        if (!removedAtOnce.IsEmpty) first.Add(new RulesetStep.RemoveElements(set(removedAtOnce)));
        if (!added.IsEmpty) first.Add(new RulesetStep.AddElements(set(added)));
        return new SetDifference([.. first], removedLater.IsEmpty ? [] : [new RulesetStep.RemoveElements(set(removedLater))]);
    }

    static HashSet<IpAddress> NothingOverlaps(ImmutableArray<IpAddress> removed, ImmutableArray<IpAddress> added) => [];

    static HashSet<Cidr> Overlapping(ImmutableArray<Cidr> removed, ImmutableArray<Cidr> added) =>
        Overlapping(removed, added, block => (block.First.Value, block.Last.Value));

    static HashSet<PortRange> Overlapping(ImmutableArray<PortRange> removed, ImmutableArray<PortRange> added) =>
        Overlapping(removed, added, range => (range.First, range.Last));

    // Both are disjoint and in order: one walk over the two.
    static HashSet<T> Overlapping<T>(
        ImmutableArray<T> removed, ImmutableArray<T> added, Func<T, (UInt128 First, UInt128 Last)> ends)
    {
        HashSet<T> overlapping = [];
        var next = 0;
        foreach (var element in removed)
        {
            var (first, last) = ends(element);
            while (next < added.Length && ends(added[next]).Last < first) next++;
            if (next < added.Length && ends(added[next]).First <= last) overlapping.Add(element);
        }
        return overlapping;
    }
}

using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Nftables;

/// <summary>What makes one set of another of the same name and type.</summary>
static class SetDifference
{
    public static IEnumerable<RulesetStep> Creating(NftSet set)
    {
        yield return new RulesetStep.CreateSet(set);
        if (!IsEmpty(set)) yield return new RulesetStep.AddElements(set);
    }

    /// <summary>Steps of one transaction: the kernel refuses overlapping intervals, so what goes goes first.</summary>
    public static IEnumerable<RulesetStep> Between(NftSet current, NftSet wanted) => (current, wanted) switch
    {
        (NftSet.Addresses was, NftSet.Addresses now) =>
            Of(was.Elements, now.Elements, elements => now with { Elements = elements }),
        (NftSet.Blocks was, NftSet.Blocks now) =>
            Of(was.Elements, now.Elements, elements => now with { Elements = elements }),
        (NftSet.Ports was, NftSet.Ports now) =>
            Of(was.Elements, now.Elements, elements => now with { Elements = elements }),
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

    static IEnumerable<RulesetStep> Of<T>(
        ImmutableArray<T> current, ImmutableArray<T> wanted, Func<ImmutableArray<T>, NftSet> set)
    {
        var before = current.ToHashSet();
        var after = wanted.ToHashSet();
        var removed = current.Where(element => !after.Contains(element)).ToImmutableArray();
        var added = wanted.Where(element => !before.Contains(element)).ToImmutableArray();
        if (!removed.IsEmpty) yield return new RulesetStep.RemoveElements(set(removed));
        if (!added.IsEmpty) yield return new RulesetStep.AddElements(set(added));
    }
}

using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>An element as the kernel has it: an address, one end of an interval, or an address with its verdict.</summary>
/// <param name="Key">The address or port as a number.</param>
/// <param name="Role">Which end of an interval it is.</param>
/// <param name="Verdict">The verdict, in a map.</param>
readonly record struct SetElement(UInt128 Key, IntervalRole Role = IntervalRole.None, NftVerdict? Verdict = null)
{
    public static IEnumerable<SetElement> Of(NftSet set) => set switch
    {
        NftSet.Addresses addresses => addresses.Elements.Select(address => new SetElement(address.Value)),
        NftSet.Blocks blocks => blocks.Elements.SelectMany(
            block => Interval(block.First.Value, block.Last.Value, LastOf(block.Family))),
        NftSet.Ports ports => ports.Elements.SelectMany(range => Interval(range.First, range.Last, ushort.MaxValue)),
        _ => throw new InvalidOperationException($"No elements for a {set.GetType().Name}."),
    };

    public static IEnumerable<SetElement> Of(NftVerdictMap map) =>
        map.Elements.Select(element => new SetElement(element.Key.Value, Verdict: element.Value));

    /// <summary>The highest address of a family, as a number.</summary>
    public static UInt128 LastOf(IpFamily family) => family == IpFamily.IPv4 ? uint.MaxValue : UInt128.MaxValue;

    // The end is the first value behind the interval. nft puts an end at 0 before the first interval of a set, which
    // the kernel has not needed for years; it is left out, so that an emptied set is empty.
    static IEnumerable<SetElement> Interval(UInt128 first, UInt128 last, UInt128 highest) => last == highest
        ? [new SetElement(first, IntervalRole.OpenStart)]
        : [new SetElement(first, IntervalRole.Start), new SetElement(last + 1, IntervalRole.End)];
}

using System.Collections.Immutable;

namespace Merlon.Model;

/// <summary>Sets of ports as disjoint ranges.</summary>
public static class PortRanges
{
    /// <summary>The same ports as the fewest ranges, ordered, neither overlapping nor adjacent.</summary>
    public static ImmutableArray<PortRange> Union(IEnumerable<PortRange> ranges)
    {
        var union = ImmutableArray.CreateBuilder<PortRange>();
        foreach (var range in ranges.Order())
        {
            if (union.Count > 0 && range.First <= union[^1].Last + 1)
            {
                if (range.Last > union[^1].Last) union[^1] = new PortRange(union[^1].First, range.Last);
            }
            else
            {
                union.Add(range);
            }
        }
        return union.ToImmutable();
    }

    /// <summary>Ports 1 to 65535, cut wherever one of the ranges begins or ends.</summary>
    public static IEnumerable<PortRange> Cut(IEnumerable<PortRange> ranges)
    {
        var starts = new SortedSet<int> { 1 };
        foreach (var range in ranges)
        {
            if (range.First > 1) starts.Add(range.First);
            if (range.Last < ushort.MaxValue) starts.Add(range.Last + 1);
        }
        var first = 0;
        foreach (var start in starts.Append(ushort.MaxValue + 1))
        {
            if (first > 0) yield return new PortRange((ushort)first, (ushort)(start - 1));
            first = start;
        }
    }
}

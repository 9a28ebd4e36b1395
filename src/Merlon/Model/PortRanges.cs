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
}

using System.Collections.Immutable;

namespace Merlon.Model;

/// <summary>Sets of addresses as the fewest disjoint blocks.</summary>
public static class CidrSet
{
    /// <summary>The addresses of the blocks that are in none of the exceptions, of any families.</summary>
    /// <returns>Disjoint blocks in order, no two of which could be one.</returns>
    public static ImmutableArray<Cidr> Subtract(IEnumerable<Cidr> blocks, IEnumerable<Cidr> exceptions)
    {
        var without = Outermost(exceptions);
        var parts = new List<Cidr>();
        foreach (var block in Outermost(blocks)) AddWithout(block, without, parts);
        return Join(parts);
    }

    /// <summary>The addresses of all blocks.</summary>
    /// <returns>Disjoint blocks in order, no two of which could be one.</returns>
    public static ImmutableArray<Cidr> Union(IEnumerable<Cidr> blocks) => Join(Outermost(blocks));

    /// <summary>Whether one of the blocks has the address.</summary>
    /// <param name="blocks">Disjoint blocks in order, as the methods here return them.</param>
    /// <param name="address">The address.</param>
    public static bool Contains(ImmutableArray<Cidr> blocks, IpAddress address)
    {
        var (low, high) = (0, blocks.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (blocks[middle].First.CompareTo(address) <= 0) low = middle + 1;
            else high = middle;
        }
        return low > 0 && blocks[low - 1].Contains(address);
    }

    /// <summary>The addresses from one to another of its family, both included.</summary>
    /// <returns>The fewest blocks, in order.</returns>
    /// <exception cref="ArgumentException">The families differ, or the last comes before the first.</exception>
    public static IEnumerable<Cidr> Between(IpAddress first, IpAddress last)
    {
        if (first.Family != last.Family || first.CompareTo(last) > 0)
        {
            throw new ArgumentException($"{first} to {last} is no range.", nameof(last));
        }
        return Blocks(first, last);
    }

    // From each start the largest block that begins there and does not reach beyond the last.
    static IEnumerable<Cidr> Blocks(IpAddress first, IpAddress last)
    {
        for (var start = first; ;)
        {
            var length = start.Bits;
            while (length > 0 && Cidr.Containing(start, length - 1) is var wider && wider.First == start
                && wider.Last.CompareTo(last) <= 0)
            {
                length--;
            }
            var block = Cidr.Containing(start, length);
            yield return block;
            if (block.Last == last) yield break;
            start = IpAddress.Create(start.Family, block.Last.Value + 1);
        }
    }

    // Blocks nest or are disjoint, and an outer block sorts before what it holds.
    static List<Cidr> Outermost(IEnumerable<Cidr> blocks)
    {
        var kept = new List<Cidr>();
        foreach (var block in blocks.Order())
        {
            if (kept.Count == 0 || !kept[^1].Contains(block)) kept.Add(block);
        }
        return kept;
    }

    // Halves the block until each part is either free of exceptions or inside one.
    static void AddWithout(Cidr block, List<Cidr> exceptions, List<Cidr> parts)
    {
        var touching = exceptions.Where(exception => exception.Contains(block) || block.Contains(exception)).ToList();
        if (touching.Count == 0) parts.Add(block);
        else if (!touching.Any(exception => exception.Contains(block)))
        {
            var (lower, upper) = Halves(block);
            AddWithout(lower, touching, parts);
            AddWithout(upper, touching, parts);
        }
    }

    static (Cidr Lower, Cidr Upper) Halves(Cidr block)
    {
        var lower = Cidr.Containing(block.First, block.PrefixLength + 1);
        var upper = Cidr.Containing(IpAddress.Create(block.Family, lower.Last.Value + 1), block.PrefixLength + 1);
        return (lower, upper);
    }

    // Two halves of one block become it, as often as possible.
    static ImmutableArray<Cidr> Join(List<Cidr> parts)
    {
        var joined = new List<Cidr>();
        foreach (var part in parts.Order())
        {
            joined.Add(part);
            while (joined.Count > 1 && AreHalves(joined[^2], joined[^1]))
            {
                var whole = Cidr.Containing(joined[^2].First, joined[^2].PrefixLength - 1);
                joined.RemoveRange(joined.Count - 2, 2);
                joined.Add(whole);
            }
        }
        return [.. joined];
    }

    static bool AreHalves(Cidr lower, Cidr upper) =>
        lower.Family == upper.Family && lower.PrefixLength == upper.PrefixLength && lower.PrefixLength > 0
        && Cidr.Containing(lower.First, lower.PrefixLength - 1) == Cidr.Containing(upper.First, upper.PrefixLength - 1)
        && lower.First != upper.First;
}

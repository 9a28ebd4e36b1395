using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Linting.Firewalls;

/// <summary>Packets of one IP version by five numbers, each from a first to a last one.</summary>
readonly record struct PacketBox
{
    const int Dimensions = 5;

    readonly UInt128 _first0, _first1, _first2, _first3, _first4;
    readonly UInt128 _last0, _last1, _last2, _last3, _last4;

    PacketBox(ReadOnlySpan<(UInt128 First, UInt128 Last)> sides)
    {
        ((_first0, _last0), (_first1, _last1), (_first2, _last2)) = (sides[0], sides[1], sides[2]);
        ((_first3, _last3), (_first4, _last4)) = (sides[3], sides[4]);
    }

    (UInt128 First, UInt128 Last) Side(int dimension) => dimension switch
    {
        0 => (_first0, _last0),
        1 => (_first1, _last1),
        2 => (_first2, _last2),
        3 => (_first3, _last3),
        _ => (_first4, _last4),
    };

    PacketBox With(int dimension, UInt128 first, UInt128 last)
    {
        Span<(UInt128, UInt128)> sides = stackalloc (UInt128, UInt128)[Dimensions];
        for (var i = 0; i < Dimensions; i++) sides[i] = i == dimension ? (first, last) : Side(i);
        return new PacketBox(sides);
    }

    /// <summary>Every packet of the version.</summary>
    public static PacketBox All(IpFamily family)
    {
        var last = Cidr.All(family).Last.Value;
        return new PacketBox([(0, byte.MaxValue), (0, last), (0, last), (0, ushort.MaxValue), (0, ushort.MaxValue)]);
    }

    /// <summary>The parts of the box that meet the condition; null where numbers do not tell.</summary>
    public IReadOnlyList<PacketBox>? Where(FirewallMatch match)
    {
        var (dimension, ranges) = match switch
        {
            FirewallMatch.OfProtocol protocol => (0, [((UInt128)protocol.Protocol.Number, (UInt128)protocol.Protocol.Number)]),
            FirewallMatch.Address { End: not PacketEnd.Any } address =>
                (address.End == PacketEnd.Source ? 1 : 2, [(address.First.Value, address.Last.Value)]),
            FirewallMatch.Ports { End: not PacketEnd.Any } ports =>
                (ports.End == PacketEnd.Source ? 3 : 4,
                    [.. ports.Ranges.Select(range => ((UInt128)range.First, (UInt128)range.Last))]),
            _ => (-1, new List<(UInt128 First, UInt128 Last)>()),
        };
        if (dimension < 0) return null;
        var inside = new List<PacketBox>();
        foreach (var (first, last) in ranges) inside.AddRange(Clip(dimension, first, last));
        if (!match.IsNegated) return inside;
        var outside = new List<PacketBox> { this };
        foreach (var part in inside) outside = [.. outside.SelectMany(box => box.Without(part))];
        return outside;
    }

    /// <summary>The parts of the box that are not in the other: disjoint.</summary>
    public IEnumerable<PacketBox> Without(PacketBox other)
    {
        if (!Meets(other))
        {
            yield return this;
            yield break;
        }
        var rest = this;
        for (var i = 0; i < Dimensions; i++)
        {
            var (first, last) = rest.Side(i);
            var (otherFirst, otherLast) = other.Side(i);
            if (first < otherFirst) yield return rest.With(i, first, otherFirst - 1);
            if (otherLast < last) yield return rest.With(i, otherLast + 1, last);
            rest = rest.With(i, UInt128.Max(first, otherFirst), UInt128.Min(last, otherLast));
        }
    }

    public bool Meets(PacketBox other)
    {
        for (var i = 0; i < Dimensions; i++)
        {
            var (first, last) = Side(i);
            var (otherFirst, otherLast) = other.Side(i);
            if (last < otherFirst || otherLast < first) return false;
        }
        return true;
    }

    IEnumerable<PacketBox> Clip(int dimension, UInt128 first, UInt128 last)
    {
        var (own, end) = Side(dimension);
        var (from, to) = (UInt128.Max(own, first), UInt128.Min(end, last));
        if (from <= to) yield return With(dimension, from, to);
    }
}

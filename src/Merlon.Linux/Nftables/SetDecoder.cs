using System.Buffers.Binary;
using System.Collections.Immutable;
using Merlon.Linux.Netlink;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>Sets and maps as read from the kernel.</summary>
static class SetDecoder
{
    /// <summary>The elements of one message.</summary>
    public static List<SetElement> ReadElements(NetlinkAttributes attributes)
    {
        List<SetElement> elements = [];
        foreach (var element in attributes.Nested(ElementListAttribute.Elements))
        {
            var nested = element.Nested;
            var isEnd = (nested.UInt32(ElementAttribute.Flags) & ElementFlags.IntervalEnd) == ElementFlags.IntervalEnd;
            var verdict = VerdictEncoding.Read(nested.Nested(ElementAttribute.Data));
            var key = ReadKey(nested.Nested(ElementAttribute.Key).Bytes(DataAttribute.Value));
            elements.Add(new SetElement(key, isEnd ? IntervalRole.End : IntervalRole.None, verdict));
        }
        return elements;
    }

    /// <exception cref="ForeignRulesetException">It is no set that is written here.</exception>
    public static NftSet Set(NftName name, SetShape shape, List<SetElement> elements) => (shape.Flags, shape.KeyType) switch
    {
        (SetFlags.None, SetShape.AddressV4 or SetShape.AddressV6) =>
            new NftSet.Addresses(name, FamilyOf(shape), [.. elements.Select(element => AddressOf(shape, element)).Order()]),
        (SetFlags.Interval, SetShape.AddressV4 or SetShape.AddressV6) =>
            new NftSet.Blocks(name, FamilyOf(shape), Blocks(name, shape, elements)),
        (SetFlags.Interval, SetShape.Port) =>
            new NftSet.Ports(name, Ports(name, elements)),
        _ => throw new ForeignRulesetException($"set {name}"),
    };

    /// <exception cref="ForeignRulesetException">It is no map that is written here.</exception>
    public static NftVerdictMap Map(NftName name, SetShape shape, List<SetElement> elements)
    {
        if (shape != SetShape.Of(new NftVerdictMap(name, FamilyOf(shape), []))) throw new ForeignRulesetException($"map {name}");
        return new NftVerdictMap(name, FamilyOf(shape),
        [
            .. from element in elements
               let verdict = element.Verdict ?? throw new ForeignRulesetException($"map {name}")
               orderby element.Key
               select KeyValuePair.Create(AddressOf(shape, element), verdict),
        ]);
    }

    static ImmutableArray<Cidr> Blocks(NftName name, SetShape shape, List<SetElement> elements)
    {
        var family = FamilyOf(shape);
        return
        [
            .. from ends in Intervals(name, elements, SetElement.LastOf(family))
               select BlockOf(family, ends.First, ends.Last) ?? throw new ForeignRulesetException($"set {name}"),
        ];
    }

    static ImmutableArray<PortRange> Ports(NftName name, List<SetElement> elements) =>
    [
        .. from ends in Intervals(name, elements, ushort.MaxValue)
           select new PortRange((ushort)ends.First, (ushort)ends.Last),
    ];

    static Cidr? BlockOf(IpFamily family, UInt128 first, UInt128 last)
    {
        var prefixLength = IpAddress.Create(family, 0).Bits - (int)UInt128.PopCount(last ^ first);
        var block = Cidr.Containing(IpAddress.Create(family, first), prefixLength);
        return block.First.Value == first && block.Last.Value == last ? block : null;
    }

    static List<(UInt128 First, UInt128 Last)> Intervals(NftName name, List<SetElement> elements, UInt128 highest)
    {
        List<(UInt128, UInt128)> intervals = [];
        UInt128? first = null;
        // An end and the start of the next interval can be the same value; an end at 0 is nft's, and ends nothing.
        foreach (var element in elements.OrderBy(element => element.Key).ThenByDescending(element => element.Role))
        {
            if (element.Role != IntervalRole.End)
            {
                if (first is not null) throw new ForeignRulesetException($"set {name}");
                first = element.Key;
            }
            else if (first is { } start)
            {
                intervals.Add((start, element.Key - 1));
                first = null;
            }
        }
        if (first is { } open) intervals.Add((open, highest));
        return intervals;
    }

    static UInt128 ReadKey(ReadOnlySpan<byte> key)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        key.CopyTo(bytes[^key.Length..]);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    static IpFamily FamilyOf(SetShape shape) => shape.KeyType == SetShape.AddressV4 ? IpFamily.IPv4 : IpFamily.IPv6;

    static IpAddress AddressOf(SetShape shape, SetElement element) => IpAddress.Create(FamilyOf(shape), element.Key);
}

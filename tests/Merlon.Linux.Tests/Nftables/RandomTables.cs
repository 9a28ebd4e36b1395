using System.Collections.Immutable;
using System.Globalization;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Linux.Tests.Nftables;

/// <summary>Draws tables that hold together: what rules and maps name is there, jumps lead downwards.</summary>
sealed class RandomTables(int seed)
{
    const int Pool = 8;
    const int MostBlocks = 30;
    const int PortSlots = 64;
    const int PortSlotSize = 1024;

    readonly Random _random = new(seed);

    /// <summary>A table; two of one name are likely to share names of sets, maps and chains, with other content.</summary>
    public NftTable Draw(NftName name)
    {
        ImmutableArray<NftSet> sets = [.. Some(i => DrawSet(i)).OrderBy(set => set.Name)];
        var chainNumbers = Some(i => i);
        var mapHeads = Some(i => (Name: Named("map", i), Family: FamilyOf(i)));
        ImmutableArray<NftVerdictMap> maps = [.. mapHeads.Select(map => DrawMap(map.Name, map.Family, chainNumbers)).OrderBy(map => map.Name)];
        // Only base chains dispatch: what a map leads to cannot come back to it.
        IEnumerable<NftChain> chains =
        [
            .. chainNumbers.Select(i => new NftChain(Named("chain", i), null, 0, Rules(sets, [], [.. chainNumbers.Where(other => other > i)]))),
            .. Some(i => new NftChain(Named("base", i), (NftHook)(i % 4), _random.Next(3) * 10 - 5, Rules(sets, maps, chainNumbers))),
        ];
        return new NftTable(name, sets, maps, [.. chains.OrderBy(chain => chain.Name)]);
    }

    NftSet DrawSet(int i) => (i % 3) switch
    {
        0 => new NftSet.Addresses(Named("set", i), FamilyOf(i), [.. Many(() => DrawAddress(FamilyOf(i))).Distinct().Order()]),
        1 => new NftSet.Blocks(Named("set", i), FamilyOf(i), DrawBlocks(FamilyOf(i))),
        _ => new NftSet.Ports(Named("set", i), DrawPorts()),
    };

    NftVerdictMap DrawMap(NftName name, IpFamily family, ImmutableArray<int> chains) => new(name, family,
    [
        .. Many(() => DrawAddress(family)).Distinct().Order().Select(address => KeyValuePair.Create(address, DrawVerdict(chains))),
    ]);

    ImmutableArray<NftRule> Rules(ImmutableArray<NftSet> sets, ImmutableArray<NftVerdictMap> maps, ImmutableArray<int> chains) =>
        [.. Enumerable.Range(0, _random.Next(6)).Select(_ => DrawRule(sets, maps, chains))];

    NftRule DrawRule(ImmutableArray<NftSet> sets, ImmutableArray<NftVerdictMap> maps, ImmutableArray<int> chains)
    {
        var family = FamilyOf(_random.Next(2));
        var matches = DrawMatches(sets, family);
        var comment = _random.Next(2) == 0 ? "" : new string((char)('a' + _random.Next(26)), _random.Next(1, NftRule.MaxCommentBytes + 1));
        var fitting = maps.Where(map => map.Family == family).ToArray();
        return _random.Next(5) switch
        {
            0 or 1 when fitting.Length > 0 => new NftRule.Dispatch(
                [.. matches.Where(match => match is not NftMatch.Version)], DrawField(family), fitting[_random.Next(fitting.Length)].Name, comment),
            2 => DrawSetMark(matches, comment),
            3 when _random.Next(3) == 0 => DrawSetPacketMark(matches, comment),
            3 when _random.Next(3) == 0 => new NftRule.NoTrack(matches, comment),
            _ => new NftRule.Decide(matches, DrawVerdict(chains), comment) { Log = _random.Next(3) == 0 ? "denied_0123456789ab" : "" },
        };
    }

    // Each kind once, as nft refuses or joins two checks of one thing.
    ImmutableArray<NftMatch> DrawMatches(ImmutableArray<NftSet> sets, IpFamily family)
    {
        List<NftMatch> matches = [];
        if (_random.Next(4) == 0) matches.Add(_random.Next(2) == 0 ? new NftMatch.EstablishedOrRelated() : new NftMatch.Related());
        if (_random.Next(4) == 0) matches.Add(new NftMatch.Reply());
        if (_random.Next(4) == 0) matches.Add(DrawMark());
        if (_random.Next(4) == 0) matches.Add(new NftMatch.FromLoopback());
        if (_random.Next(4) == 0) matches.Add(new NftMatch.ToLoopback());
        if (_random.Next(6) == 0) matches.Add(new NftMatch.FromInterface(DrawInterface()));
        if (_random.Next(6) == 0) matches.Add(new NftMatch.ToInterface(DrawInterface()));
        if (_random.Next(6) == 0) matches.Add(DrawPacketMark());
        var ofAddresses = sets.Where(set => set is NftSet.Addresses a && a.Family == family || set is NftSet.Blocks b && b.Family == family).ToArray();
        if (ofAddresses.Length > 0 && _random.Next(2) == 0) matches.Add(new NftMatch.InSet(Field(family, isSource: true), ofAddresses[_random.Next(ofAddresses.Length)].Name) { IsNegated = _random.Next(3) == 0 });
        if (ofAddresses.Length > 0 && _random.Next(2) == 0) matches.Add(new NftMatch.InSet(Field(family, isSource: false), ofAddresses[_random.Next(ofAddresses.Length)].Name) { IsNegated = _random.Next(3) == 0 });
        var ofPorts = sets.OfType<NftSet.Ports>().ToArray();
        if (!matches.Any(match => match is NftMatch.InSet) && _random.Next(4) == 0) matches.Add(new NftMatch.Version(family));
        switch (_random.Next(8))
        {
            case 4:
                matches.Add(DrawTransport() with { IsNegated = true });
                break;
            case 5:
                var port = (ushort)_random.Next(0, ushort.MaxValue);
                matches.AddRange([DrawTransport(), new NftMatch.Ports(new PortRange(port, port), DrawPortField()) { IsNegated = true }]);
                break;
            case 6:
                matches.AddRange(DrawIcmp());
                break;
            case 0:
                matches.Add(new NftMatch.NeighbourDiscovery());
                break;
            case 1:
                matches.Add(DrawTransport());
                break;
            case 2:
                matches.AddRange([DrawTransport(), new NftMatch.Ports(DrawRange(0, ushort.MaxValue), DrawPortField())]);
                break;
            case 3 when ofPorts.Length > 0:
                matches.AddRange([DrawTransport(), new NftMatch.InSet(DrawPortField(), ofPorts[_random.Next(ofPorts.Length)].Name) { IsNegated = _random.Next(3) == 0 }]);
                break;
        }
        return [.. matches];
    }

    IEnumerable<NftMatch> DrawIcmp()
    {
        var protocol = _random.Next(2) == 0 ? Protocol.Icmp : Protocol.IcmpV6;
        yield return new NftMatch.Transport(protocol);
        var type = (byte)_random.Next(255);
        switch (_random.Next(4))
        {
            case 0:
                yield return new NftMatch.Icmp(protocol, type, (byte)_random.Next(256));
                break;
            case 1:
                yield return new NftMatch.Icmp(protocol, type) { IsNegated = true };
                break;
            case 2:
                yield return new NftMatch.Icmp(protocol, type);
                yield return new NftMatch.OtherIcmpCode(protocol, (byte)_random.Next(256));
                break;
            default:
                yield return new NftMatch.Icmp(protocol, type);
                break;
        }
    }

    NftMatch.Transport DrawTransport() => new(_random.Next(3) switch { 0 => Protocol.Tcp, 1 => Protocol.Udp, _ => Protocol.Sctp });

    PacketField DrawPortField() => _random.Next(2) == 0 ? PacketField.DestinationPort : PacketField.SourcePort;

    NftMatch.Mark DrawMark()
    {
        var mask = DrawMask();
        return new NftMatch.Mark(mask, mask & DrawMask());
    }

    NftMatch.PacketMark DrawPacketMark()
    {
        var mask = DrawMask();
        return new NftMatch.PacketMark(mask, mask & DrawMask());
    }

    InterfaceName DrawInterface() => new("eth0.100_a-bcdef"[..15][..(1 + _random.Next(15))]);

    NftRule.SetPacketMark DrawSetPacketMark(ImmutableArray<NftMatch> matches, string comment)
    {
        var mask = DrawMask();
        return new NftRule.SetPacketMark(matches, mask, mask & DrawMask(), comment);
    }

    NftRule.SetMark DrawSetMark(ImmutableArray<NftMatch> matches, string comment)
    {
        var mask = DrawMask();
        return new NftRule.SetMark(matches, mask, mask & DrawMask(), comment);
    }

    // Some bits, and neither none nor all of them.
    uint DrawMask() => (uint)_random.NextInt64(1, uint.MaxValue);

    NftVerdict DrawVerdict(ImmutableArray<int> chains) => _random.Next(4) switch
    {
        0 when chains.Length > 0 => new NftVerdict.Jump(Named("chain", chains[_random.Next(chains.Length)])),
        1 when chains.Length > 0 => new NftVerdict.Goto(Named("chain", chains[_random.Next(chains.Length)])),
        2 => NftVerdict.Drop,
        _ => NftVerdict.Accept,
    };

    IpAddress DrawAddress(IpFamily family) => family == IpFamily.IPv4
        ? IpAddress.Create(family, 0x0a000000u + (uint)_random.Next(64))
        : IpAddress.Create(family, ((UInt128)0xfd00 << 112) + (UInt128)_random.Next(64));

    // Leaves of a random binary tree: disjoint, often adjacent, the whole space among them.
    ImmutableArray<Cidr> DrawBlocks(IpFamily family)
    {
        List<Cidr> blocks = [];
        Split(Cidr.All(family));
        return [.. blocks.Order()];

        void Split(Cidr block)
        {
            var luck = _random.Next(10);
            if (luck < 2) blocks.Add(block);
            else if (luck < 8 && blocks.Count < MostBlocks && block.PrefixLength < block.First.Bits)
            {
                var length = Math.Min(block.First.Bits, block.PrefixLength + _random.Next(1, 5));
                Split(Cidr.Containing(block.First, length));
                Split(Cidr.Containing(block.Last, length));
            }
        }
    }

    ImmutableArray<PortRange> DrawPorts()
    {
        if (_random.Next(10) == 0) return [PortRange.All];
        return
        [
            .. from slot in Enumerable.Range(0, PortSlots)
               where _random.Next(8) == 0
               select DrawRange(slot * PortSlotSize + 1, slot == PortSlots - 1 && _random.Next(2) == 0 ? ushort.MaxValue : (slot + 1) * PortSlotSize - 2),
        ];
    }

    PortRange DrawRange(int lowest, int highest)
    {
        var first = _random.Next(lowest, highest + 1);
        return new PortRange((ushort)first, (ushort)(_random.Next(2) == 0 ? first : _random.Next(first, highest + 1)));
    }

    PacketField DrawField(IpFamily family) => Field(family, _random.Next(2) == 0);

    static PacketField Field(IpFamily family, bool isSource) => (family, isSource) switch
    {
        (IpFamily.IPv4, true) => PacketField.SourceAddressV4,
        (IpFamily.IPv4, false) => PacketField.DestinationAddressV4,
        (_, true) => PacketField.SourceAddressV6,
        _ => PacketField.DestinationAddressV6,
    };

    ImmutableArray<T> Some<T>(Func<int, T> make) => [.. Enumerable.Range(0, Pool).Where(_ => _random.Next(2) == 0).ToArray().Select(make)];

    IEnumerable<T> Many<T>(Func<T> make) => Enumerable.Range(0, _random.Next(12)).Select(_ => make());

    static IpFamily FamilyOf(int i) => i / 3 % 2 == 0 == (i % 2 == 0) ? IpFamily.IPv4 : IpFamily.IPv6;

    static NftName Named(string kind, int i) => NftName.Fixed(string.Create(CultureInfo.InvariantCulture, $"{kind}_{i}"));
}

using Merlon.Model;

namespace Merlon.Nftables;

/// <summary>A condition of a rule. A closed family: only what nft can print.</summary>
public abstract record NftMatch
{
    private protected NftMatch()
    {
    }

    /// <summary>Packets of connections that were let through before, and errors about them.</summary>
    public sealed record EstablishedOrRelated : NftMatch
    {
        public override string ToString() => "ct state established,related";
    }

    /// <summary>Errors about connections, and what a connection announced.</summary>
    public sealed record Related : NftMatch
    {
        public override string ToString() => "ct state related";
    }

    /// <summary>Packets against the direction of the first packet of their connection.</summary>
    public sealed record Reply : NftMatch
    {
        public override string ToString() => "ct direction reply";
    }

    /// <summary>Packets of a tracked connection that has a value in some bits of its mark.</summary>
    public sealed record Mark(uint Mask, uint Value) : NftMatch
    {
        public override string ToString() => $"ct mark & 0x{Mask:x8} == 0x{Value:x8}";
    }

    /// <summary>ICMPv6 types 133 to 137: without neighbour discovery there is no IPv6.</summary>
    public sealed record NeighbourDiscovery : NftMatch
    {
        public const byte FirstType = 133;
        public const byte LastType = 137;

        public override string ToString() => $"meta l4proto ipv6-icmp icmpv6 type {FirstType}-{LastType}";
    }

    /// <summary>Packets of one version of IP; a look at an address of its header implies it.</summary>
    public sealed record Version(IpFamily Family) : NftMatch
    {
        public override string ToString() => $"meta nfproto {Family.ToString().ToLowerInvariant()}";
    }

    /// <summary>Packets of one transport protocol, or of all others.</summary>
    public sealed record Transport(Protocol Protocol) : NftMatch
    {
        public bool IsNegated { get; init; }

        public override string ToString() => $"meta l4proto {Not(IsNegated)}{Protocol.ToString().ToLowerInvariant()}";
    }

    /// <summary>Messages of one type, and of one code where one is given; stands behind a <see cref="Transport"/>.</summary>
    public sealed record Icmp(Protocol Protocol, byte Type, byte? Code = null) : NftMatch
    {
        /// <summary>Whether it means all other types; without a code only.</summary>
        public bool IsNegated { get; init; }

        public override string ToString() =>
            $"{Word(Protocol)} type {Not(IsNegated)}{Type}{(Code is { } code ? $" {Word(Protocol)} code {code}" : "")}";
    }

    /// <summary>Messages of any code but one; stands behind a <see cref="Transport"/>.</summary>
    public sealed record OtherIcmpCode(Protocol Protocol, byte Code) : NftMatch
    {
        public override string ToString() => $"{Word(Protocol)} code != {Code}";
    }

    /// <summary>A port in a range; stands behind a <see cref="Transport"/>.</summary>
    public sealed record Ports(PortRange Range, PacketField Field = PacketField.DestinationPort) : NftMatch
    {
        /// <summary>Whether it means all other ports; of a single port only.</summary>
        public bool IsNegated { get; init; }

        public override string ToString() => $"{NftText.FieldText(Field)} {Not(IsNegated)}{Range}";
    }

    /// <summary>Packets that came in by the loopback interface.</summary>
    public sealed record FromLoopback : NftMatch
    {
        public override string ToString() => "iif \"lo\"";
    }

    /// <summary>Packets that go out by the loopback interface.</summary>
    public sealed record ToLoopback : NftMatch
    {
        public override string ToString() => "oif \"lo\"";
    }

    /// <summary>Packets that came in by the interface of this name.</summary>
    public sealed record FromInterface(InterfaceName Name) : NftMatch
    {
        public override string ToString() => $"iifname \"{Name}\"";
    }

    /// <summary>Packets that go out by the interface of this name.</summary>
    public sealed record ToInterface(InterfaceName Name) : NftMatch
    {
        public override string ToString() => $"oifname \"{Name}\"";
    }

    /// <summary>Packets whose own mark has a value in some bits.</summary>
    public sealed record PacketMark(uint Mask, uint Value) : NftMatch
    {
        public override string ToString() => $"meta mark & 0x{Mask:x8} == 0x{Value:x8}";
    }

    /// <summary>A field whose value is in a set; a port stands behind a <see cref="Transport"/>.</summary>
    public sealed record InSet(PacketField Field, NftName Set) : NftMatch
    {
        /// <summary>Whether it means values that are not in the set.</summary>
        public bool IsNegated { get; init; }

        public override string ToString() => $"{NftText.FieldText(Field)} {Not(IsNegated)}@{Set}";
    }

    static string Not(bool isNegated) => isNegated ? "!= " : "";

    static string Word(Protocol protocol) => protocol == Protocol.IcmpV6 ? "icmpv6" : "icmp";
}

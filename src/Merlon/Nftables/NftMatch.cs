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

    /// <summary>Packets of one transport protocol.</summary>
    public sealed record Transport(Protocol Protocol) : NftMatch
    {
        public override string ToString() => $"meta l4proto {Protocol.ToString().ToLowerInvariant()}";
    }

    /// <summary>A port in a range; stands behind a <see cref="Transport"/>.</summary>
    public sealed record Ports(PortRange Range, PacketField Field = PacketField.DestinationPort) : NftMatch
    {
        public override string ToString() => $"{NftText.FieldText(Field)} {Range}";
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

    /// <summary>A field whose value is in a set; a port stands behind a <see cref="Transport"/>.</summary>
    public sealed record InSet(PacketField Field, NftName Set) : NftMatch
    {
        public override string ToString() => $"{NftText.FieldText(Field)} @{Set}";
    }
}

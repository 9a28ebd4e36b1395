using System.Buffers.Binary;
using Merlon.Model;

namespace Merlon.Conformance.Tests.Packets;

/// <summary>Finds the id in packets that arrived.</summary>
static class PacketReader
{
    /// <summary>The id of an Ethernet frame; null where it is none of the test's.</summary>
    public static uint? FindId(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < PacketWriter.EthernetHeader + PacketWriter.IPv4Header) return null;
        var packet = frame[PacketWriter.EthernetHeader..];
        return (packet[0] >> 4) switch
        {
            4 => IdOf(packet[PacketWriter.IPv4Header..], new Protocol(packet[9])),
            6 when packet.Length > PacketWriter.IPv6Header => IdOf(packet[PacketWriter.IPv6Header..], new Protocol(packet[6])),
            _ => null,
        };
    }

    /// <summary>The id of what a raw socket got: of IPv4 the packet, of IPv6 what follows its header.</summary>
    public static uint? FindId(ReadOnlySpan<byte> received, Protocol protocol, IpFamily family) => family == IpFamily.IPv4
        ? received.Length > PacketWriter.IPv4Header ? IdOf(received[PacketWriter.IPv4Header..], protocol) : null
        : IdOf(received, protocol);

    static uint? IdOf(ReadOnlySpan<byte> transport, Protocol protocol)
    {
        if (!protocol.HasPorts && !protocol.IsIcmp) return null;
        var offset = PacketWriter.IdOffset(protocol);
        return transport.Length < offset + sizeof(uint) ? null : BinaryPrimitives.ReadUInt32BigEndian(transport[offset..]);
    }
}

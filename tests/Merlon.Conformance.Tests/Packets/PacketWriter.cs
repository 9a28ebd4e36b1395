using System.Buffers.Binary;
using System.Numerics;
using Merlon.Model;

namespace Merlon.Conformance.Tests.Packets;

/// <summary>
/// Writes packets as Ethernet frames with right checksums. Each carries its id where the protocol has 32 bits to choose:
/// the sequence number of TCP, the initiate tag of SCTP, identifier and sequence of an echo, the payload of UDP.
/// </summary>
static class PacketWriter
{
    public const string NodeMac = "02:00:00:00:00:01";
    public const int EthernetHeader = 14;
    public const int IPv4Header = 20;
    public const int IPv6Header = 40;

    const byte HopLimit = 64;
    const byte EchoRequestV4 = 8;
    const byte EchoRequestV6 = 128;
    const byte TcpSyn = 2;
    const byte SctpInit = 1;
    const ushort LowestSourcePort = 1024;
    const uint SourcePorts = 64_000;

    /// <returns>The length of the frame.</returns>
    public static int Write(Span<byte> frame, TestPacket packet, uint id)
    {
        frame[..128].Clear();
        frame[0] = 2;
        frame[5] = 1;
        frame[6] = 2;
        frame[11] = 9;
        var isV4 = packet.Source.Family == IpFamily.IPv4;
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], isV4 ? (ushort)0x0800 : (ushort)0x86dd);
        var header = isV4 ? IPv4Header : IPv6Header;
        var length = WriteTransport(frame[(EthernetHeader + header)..], packet, id);
        if (isV4) WriteIPv4(frame[EthernetHeader..], packet, length);
        else WriteIPv6(frame[EthernetHeader..], packet, length);
        WriteTransportChecksum(frame.Slice(EthernetHeader + header, length), packet);
        return EthernetHeader + header + length;
    }

    /// <summary>Where in the transport header the id is.</summary>
    public static int IdOffset(Protocol protocol) => protocol.Number switch
    {
        1 or 58 or 6 => 4,
        17 => 8,
        132 => 16,
        _ => throw new ArgumentOutOfRangeException(nameof(protocol), protocol, "Not a protocol of test packets."),
    };

    static void WriteIPv4(Span<byte> header, TestPacket packet, int payload)
    {
        header[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)(IPv4Header + payload));
        header[8] = HopLimit;
        header[9] = packet.Protocol.Number;
        BinaryPrimitives.WriteUInt32BigEndian(header[12..], (uint)packet.Source.Value);
        BinaryPrimitives.WriteUInt32BigEndian(header[16..], (uint)packet.Destination.Value);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], Fold(Sum(header[..IPv4Header])));
    }

    static void WriteIPv6(Span<byte> header, TestPacket packet, int payload)
    {
        header[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)payload);
        header[6] = packet.Protocol.Number;
        header[7] = HopLimit;
        BinaryPrimitives.WriteUInt128BigEndian(header[8..], packet.Source.Value);
        BinaryPrimitives.WriteUInt128BigEndian(header[24..], packet.Destination.Value);
    }

    static int WriteTransport(Span<byte> transport, TestPacket packet, uint id)
    {
        BinaryPrimitives.WriteUInt32BigEndian(transport[IdOffset(packet.Protocol)..], id);
        if (packet.Protocol.IsIcmp)
        {
            transport[0] = packet.Protocol == Protocol.Icmp ? EchoRequestV4 : EchoRequestV6;
            return 8;
        }
        BinaryPrimitives.WriteUInt16BigEndian(transport, packet.SourcePort ?? (ushort)(LowestSourcePort + (id % SourcePorts)));
        BinaryPrimitives.WriteUInt16BigEndian(transport[2..], packet.Port);
        if (packet.Protocol == Protocol.Tcp)
        {
            transport[12] = 5 << 4;
            transport[13] = TcpSyn;
            BinaryPrimitives.WriteUInt16BigEndian(transport[14..], ushort.MaxValue);
            return 20;
        }
        if (packet.Protocol == Protocol.Udp)
        {
            transport[5] = 12;
            return 12;
        }
        transport[12] = SctpInit;
        transport[15] = 20;
        BinaryPrimitives.WriteUInt32BigEndian(transport[20..], ushort.MaxValue);
        transport[25] = 1;
        transport[27] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(transport[28..], id);
        return 32;
    }

    static void WriteTransportChecksum(Span<byte> transport, TestPacket packet)
    {
        if (packet.Protocol == Protocol.Sctp)
        {
            var crc = uint.MaxValue;
            foreach (var octet in transport) crc = BitOperations.Crc32C(crc, octet);
            BinaryPrimitives.WriteUInt32LittleEndian(transport[8..], ~crc);
            return;
        }
        // ICMP of IPv4 alone has no pseudo header.
        var sum = Sum(transport) + (packet.Protocol == Protocol.Icmp ? 0 : PseudoHeaderSum(packet, transport.Length));
        var place = packet.Protocol.Number switch { 6 => 16, 17 => 6, _ => 2 };
        var folded = Fold(sum);
        BinaryPrimitives.WriteUInt16BigEndian(transport[place..], folded == 0 && packet.Protocol == Protocol.Udp ? ushort.MaxValue : folded);
    }

    static uint PseudoHeaderSum(TestPacket packet, int length)
    {
        Span<byte> addresses = stackalloc byte[32];
        BinaryPrimitives.WriteUInt128BigEndian(addresses, packet.Source.Value);
        BinaryPrimitives.WriteUInt128BigEndian(addresses[16..], packet.Destination.Value);
        return Sum(addresses) + packet.Protocol.Number + (uint)length;
    }

    static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (var i = 0; i < bytes.Length; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(bytes[i..]);
        return sum;
    }

    static ushort Fold(uint sum)
    {
        while (sum > ushort.MaxValue) sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (ushort)~sum;
    }
}

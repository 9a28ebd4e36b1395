using System.Buffers.Binary;
using System.Numerics;
using Merlon.Model;

namespace Merlon.Lab.Probing;

/// <summary>
/// The packets of probes, above the IP header. All but TCP's carry the number of their probe; a TCP probe is known by its
/// source port.
/// </summary>
static class Packets
{
    const uint Magic = 0x4d4c4f4e;
    const int EchoHeaderBytes = 8;
    const int SctpHeaderBytes = 12;
    const int InitBytes = 20;
    const byte Init = 1;

    public const int PayloadBytes = 8;

    public static void WritePayload(Span<byte> payload, int probe)
    {
        BinaryPrimitives.WriteUInt32BigEndian(payload, Magic);
        BinaryPrimitives.WriteInt32BigEndian(payload[4..], probe);
    }

    /// <summary>The number of the probe; -1 where the payload is somebody else's.</summary>
    public static int ReadPayload(ReadOnlySpan<byte> payload) =>
        payload.Length >= PayloadBytes && BinaryPrimitives.ReadUInt32BigEndian(payload) == Magic
            ? BinaryPrimitives.ReadInt32BigEndian(payload[4..])
            : -1;

    /// <summary>An echo request. The kernel fills in the checksum of ICMPv6.</summary>
    public static byte[] Echo(IpFamily family, ushort id, int probe)
    {
        var packet = new byte[EchoHeaderBytes + PayloadBytes];
        packet[0] = family == IpFamily.IPv4 ? (byte)8 : (byte)128;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), id);
        WritePayload(packet.AsSpan(EchoHeaderBytes), probe);
        if (family == IpFamily.IPv4) BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), Checksum(packet));
        return packet;
    }

    /// <summary>What an ICMP packet says: a request, a reply, or neither, and of which probe.</summary>
    public static (bool IsRequest, bool IsReply, int Probe) ReadEcho(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < EchoHeaderBytes + PayloadBytes) return (false, false, -1);
        return (packet[0] is 8 or 128, packet[0] is 0 or 129, ReadPayload(packet[EchoHeaderBytes..]));
    }

    /// <summary>An SCTP packet with an INIT chunk, whose tag is the number of the probe and one.</summary>
    public static byte[] SctpInit(ushort source, ushort destination, int probe)
    {
        var packet = new byte[SctpHeaderBytes + InitBytes];
        BinaryPrimitives.WriteUInt16BigEndian(packet, source);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), destination);
        var chunk = packet.AsSpan(SctpHeaderBytes);
        chunk[0] = Init;
        BinaryPrimitives.WriteUInt16BigEndian(chunk[2..], InitBytes);
        BinaryPrimitives.WriteInt32BigEndian(chunk[4..], probe + 1);
        BinaryPrimitives.WriteInt32BigEndian(chunk[8..], 1 << 16);
        BinaryPrimitives.WriteUInt16BigEndian(chunk[12..], 1);
        BinaryPrimitives.WriteUInt16BigEndian(chunk[14..], 1);
        BinaryPrimitives.WriteInt32BigEndian(chunk[16..], 1);
        // Connection tracking ignores packets with a wrong checksum.
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(8), Crc32C(packet));
        return packet;
    }

    /// <summary>The number of the probe of an INIT; -1 for any other packet.</summary>
    public static int ReadSctpInit(ReadOnlySpan<byte> packet) =>
        packet.Length >= SctpHeaderBytes + InitBytes && packet[SctpHeaderBytes] == Init
            ? BinaryPrimitives.ReadInt32BigEndian(packet[(SctpHeaderBytes + 4)..]) - 1
            : -1;

    /// <summary>What a raw socket of the family received, without the IP header.</summary>
    public static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> packet, IpFamily family)
    {
        if (family == IpFamily.IPv6 || packet.IsEmpty) return packet;
        var header = (packet[0] & 15) * 4;
        return packet.Length < header ? [] : packet[header..];
    }

    static ushort Checksum(ReadOnlySpan<byte> packet)
    {
        uint sum = 0;
        for (var i = 0; i + 1 < packet.Length; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(packet[i..]);
        while (sum > ushort.MaxValue) sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (ushort)~sum;
    }

    static uint Crc32C(ReadOnlySpan<byte> packet)
    {
        var crc = uint.MaxValue;
        foreach (var value in packet) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}

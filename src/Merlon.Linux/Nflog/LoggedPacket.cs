using System.Buffers.Binary;
using System.Net;
using Merlon.Model;

namespace Merlon.Linux.Nflog;

/// <summary>A copy of a packet that a rule sent.</summary>
/// <param name="Prefix">What the rule says of it.</param>
/// <param name="Source">The address it is from.</param>
/// <param name="Destination">The address it is for.</param>
/// <param name="Protocol">The number of its protocol.</param>
/// <param name="SourcePort">The port it is from; null where it has none, or is a later part of a packet.</param>
/// <param name="DestinationPort">The port it is for.</param>
public sealed record LoggedPacket(
    string Prefix, IpAddress Source, IpAddress Destination, byte Protocol, ushort? SourcePort, ushort? DestinationPort)
{
    const int HeaderV4 = 20;
    const int HeaderV6 = 40;
    const ushort FragmentOffset = 0x1fff;

    /// <summary>Reads a packet from its IP header on; null for none.</summary>
    public static LoggedPacket? Read(string prefix, ReadOnlySpan<byte> packet) => packet switch
    {
        { Length: >= HeaderV4 } when packet[0] >> 4 == 4 => Read(
            prefix, packet[12..16], packet[16..20], packet[9],
            IsFirstPart(packet) ? packet[Math.Min((packet[0] & 15) * 4, packet.Length)..] : []),
        { Length: >= HeaderV6 } when packet[0] >> 4 == 6 => Read(
            prefix, packet[8..24], packet[24..40], packet[6], packet[HeaderV6..]),
        _ => null,
    };

    static LoggedPacket Read(string prefix, ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, byte protocol, ReadOnlySpan<byte> rest)
    {
        // TCP, UDP and SCTP begin with their ports.
        var hasPorts = protocol is 6 or 17 or 132 && rest.Length >= 4;
        return new LoggedPacket(
            prefix, AddressOf(source), AddressOf(destination), protocol,
            hasPorts ? BinaryPrimitives.ReadUInt16BigEndian(rest) : null,
            hasPorts ? BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) : null);
    }

    static bool IsFirstPart(ReadOnlySpan<byte> packet) => (BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & FragmentOffset) == 0;

    static IpAddress AddressOf(ReadOnlySpan<byte> bytes) => IpAddress.Parse(new IPAddress(bytes).ToString());
}

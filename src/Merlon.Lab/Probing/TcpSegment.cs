using System.Buffers.Binary;

namespace Merlon.Lab.Probing;

/// <summary>What a probe needs of a TCP segment.</summary>
readonly record struct TcpSegment(ushort SourcePort, ushort DestinationPort, bool IsSyn, bool IsAck)
{
    const int ShortestBytes = 20;

    public static bool TryRead(ReadOnlySpan<byte> segment, out TcpSegment found)
    {
        found = default;
        if (segment.Length < ShortestBytes) return false;
        found = new TcpSegment(
            BinaryPrimitives.ReadUInt16BigEndian(segment),
            BinaryPrimitives.ReadUInt16BigEndian(segment[2..]),
            (segment[13] & 2) != 0,
            (segment[13] & 16) != 0);
        return true;
    }
}

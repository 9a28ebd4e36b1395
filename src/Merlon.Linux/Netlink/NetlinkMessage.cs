using System.Runtime.InteropServices;

namespace Merlon.Linux.Netlink;

/// <summary>A message that was read.</summary>
/// <param name="Type">The subsystem in the high byte, the message in the low one.</param>
/// <param name="Flags">Its flags.</param>
/// <param name="Sequence">The number of the message that it replies to.</param>
/// <param name="Payload">What follows the header of netlink.</param>
sealed record NetlinkMessage(ushort Type, NetlinkFlags Flags, uint Sequence, ReadOnlyMemory<byte> Payload)
{
    const int HeaderLength = 16;
    const int NetfilterHeaderLength = 4;

    /// <summary>The number of the socket that caused it; 0 for the kernel.</summary>
    public uint Port { get; init; }

    /// <summary>The attributes behind a header of some length.</summary>
    public NetlinkAttributes AttributesBehind(int header) => new(Payload.Span[Math.Min(header, Payload.Length)..]);

    /// <summary>The protocol family of a message of netfilter.</summary>
    public byte Family => Payload.Span[0];

    /// <summary>The attributes of a message of netfilter.</summary>
    public NetlinkAttributes Attributes => AttributesBehind(NetfilterHeaderLength);

    /// <summary>The messages of a datagram, which they go on pointing to.</summary>
    public static IEnumerable<NetlinkMessage> ReadAll(ReadOnlyMemory<byte> datagram)
    {
        while (datagram.Length >= HeaderLength)
        {
            var length = MemoryMarshal.Read<int>(datagram.Span);
            if (length < HeaderLength || length > datagram.Length) yield break;
            yield return Read(datagram.Span, datagram[HeaderLength..length]);
            datagram = datagram[Math.Min((length + 3) & ~3, datagram.Length)..];
        }
    }

    static NetlinkMessage Read(ReadOnlySpan<byte> header, ReadOnlyMemory<byte> payload) => new(
        MemoryMarshal.Read<ushort>(header[4..]), (NetlinkFlags)MemoryMarshal.Read<ushort>(header[6..]),
        MemoryMarshal.Read<uint>(header[8..]), payload)
    {
        Port = MemoryMarshal.Read<uint>(header[12..]),
    };
}

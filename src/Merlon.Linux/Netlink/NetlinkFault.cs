using System.Runtime.InteropServices;

namespace Merlon.Linux.Netlink;

/// <summary>What the kernel says about a message: an error, or an acknowledgement where <paramref name="Errno"/> is 0.</summary>
/// <param name="Sequence">The number of the message.</param>
/// <param name="Errno">The error.</param>
/// <param name="Text">The kernel's words about it; empty for none.</param>
/// <param name="Offset">Where in the message the attribute is that it is about.</param>
readonly record struct NetlinkFault(uint Sequence, int Errno, string Text, int? Offset)
{
    const ushort CappedFlag = 0x100;
    const ushort ExtendedFlag = 0x200;
    const ushort TextAttribute = 1;
    const ushort OffsetAttribute = 2;
    const int EchoedHeaderLength = 16;

    /// <summary>Reads a message of type <see cref="NetlinkType.Error"/> or <see cref="NetlinkType.Done"/>.</summary>
    public static NetlinkFault Read(NetlinkMessage message)
    {
        var payload = message.Payload.Span;
        var errno = -MemoryMarshal.Read<int>(payload);
        if (message.Type != NetlinkType.Error || ((ushort)message.Flags & ExtendedFlag) == 0)
        {
            return new NetlinkFault(message.Sequence, errno, "", null);
        }
        // An error echoes the message that it is about, whole unless capped; the attributes follow.
        var echoed = ((ushort)message.Flags & CappedFlag) != 0 ? EchoedHeaderLength : MemoryMarshal.Read<int>(payload[4..]);
        var attributes = new NetlinkAttributes(payload[Math.Min(4 + ((echoed + 3) & ~3), payload.Length)..]);
        // Netlink's own attributes are in the order of the machine.
        int? offset = attributes.TryGet(OffsetAttribute, out var found) ? MemoryMarshal.Read<int>(found.Value) : null;
        return new NetlinkFault(message.Sequence, errno, attributes.Text(TextAttribute), offset);
    }
}

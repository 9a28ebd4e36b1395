using System.Buffers.Binary;
using Merlon.Linux.Netlink;

namespace Merlon.Linux.Nflog;

/// <summary>
/// Receives the copies of packets that rules of a network namespace send to a group: that of the thread that opens it.
/// A group has one listener. Not thread-safe: it has one owner.
/// </summary>
public sealed class NflogDevice : IDisposable
{
    /// <summary>Enough for the headers of both versions of IP and the ports behind them.</summary>
    const uint CopiedBytes = 96;

    const uint MostWaiting = 64;

    // Hundredths of a second.
    const uint LongestWait = 10;

    readonly NetlinkSocket _socket;
    uint? _next;

    NflogDevice(NetlinkSocket socket) => _socket = socket;

    /// <param name="group">The number of the group.</param>
    /// <exception cref="LinuxException">The kernel has no such log, or somebody else listens to the group.</exception>
    public static NflogDevice Open(ushort group)
    {
        var device = new NflogDevice(NetlinkSocket.OpenNetfilter());
        device.Configure(group, writer => writer.Bytes(LogConfiguration.Command, [LogConfiguration.Bind]));
        device.Configure(group, writer =>
        {
            var mode = writer.Attribute(LogConfiguration.Mode, 6);
            BinaryPrimitives.WriteUInt32BigEndian(mode, CopiedBytes);
            mode[4] = LogConfiguration.CopyPacket;
            writer.UInt32(LogConfiguration.Threshold, MostWaiting);
            writer.UInt32(LogConfiguration.Timeout, LongestWait);
            BinaryPrimitives.WriteUInt16BigEndian(writer.Attribute(LogConfiguration.Flags, sizeof(ushort)), LogConfiguration.CountPackets);
        });
        return device;
    }

    /// <summary>Waits for packets.</summary>
    /// <param name="milliseconds">How long to wait at most.</param>
    /// <param name="packets">Those that came, to be read before the next call.</param>
    /// <returns>How many were lost since the last call, because more came than found room.</returns>
    public long Wait(int milliseconds, out List<LoggedPacket> packets)
    {
        packets = [];
        var lost = 0L;
        _socket.TryWait(milliseconds, out var messages);
        foreach (var message in messages.Where(message => message.Type == LogMessage.Packet))
        {
            var attributes = message.Attributes;
            // The kernel numbers what it sends: a gap is what found no room.
            if (attributes.UInt32(LoggedAttribute.Sequence) is { } number)
            {
                if (_next is { } expected) lost += unchecked(number - expected);
                _next = unchecked(number + 1);
            }
            if (LoggedPacket.Read(attributes.Text(LoggedAttribute.Prefix), attributes.Bytes(LoggedAttribute.Payload)) is { } packet) packets.Add(packet);
        }
        return lost;
    }

    public void Dispose() => _socket.Dispose();

    void Configure(ushort group, Action<NetlinkWriter> write)
    {
        var writer = new NetlinkWriter();
        var sequence = _socket.NextSequence;
        using (writer.Message(LogMessage.Configure, NetlinkFlags.Acknowledge, sequence, family: 0, group)) write(writer);
        _socket.Ask(writer.Written, sequence, $"packet log group {group}");
    }
}

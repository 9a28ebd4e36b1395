using Merlon.Linux.Netlink;
using Merlon.Model;

namespace Merlon.Linux.Conntrack;

/// <summary>
/// The connections that a network namespace tracks: that of the thread that opens it, then and later. Not thread-safe:
/// it has one owner.
/// </summary>
public sealed class ConntrackDevice : IDisposable
{
    const byte FamilyIPv4 = 2;
    const byte FamilyIPv6 = 10;
    const int MostAtOnce = 4096;

    readonly NetlinkSocket _socket;
    readonly NetlinkWriter _writer = new();

    /// <param name="socket">What to talk through; disposing of either disposes of both.</param>
    internal ConntrackDevice(NetlinkSocket socket) => _socket = socket;

    /// <exception cref="LinuxException">The kernel has no netfilter, or the caller may not use it.</exception>
    public static ConntrackDevice Open() => new(NetlinkSocket.OpenNetfilter());

    /// <summary>Forgets all connections, of both families.</summary>
    /// <exception cref="NetlinkException">The kernel refused it.</exception>
    public void Flush() => Ask(ConntrackMessage.Delete, NetlinkFlags.Acknowledge, family: 0, "all connections");

    /// <summary>
    /// Forgets the connections with an address at either end, before or after translation, and returns how many they
    /// were. Their next packet is one of a new connection.
    /// </summary>
    /// <exception cref="NetlinkException">The kernel refused it.</exception>
    public int Forget(IpAddress address)
    {
        var family = FamilyNumber(address.Family);
        var connections = List(family, $"connections of {address}").FindAll(message => new TrackedConnection(message).Concerns(address));
        if (connections.Count == 0) return 0;
        return SendAll(ConntrackMessage.Delete, connections, family, $"connections of {address}", () => { });
    }

    /// <summary>Takes bits from the marks of all connections, and leaves the other bits.</summary>
    /// <exception cref="NetlinkException">The kernel refused it.</exception>
    public void ClearMarks(uint bits)
    {
        // A list walks all buckets of the machine, whosever connections they hold.
        if (Count() == 0) return;
        var marked = List(family: 0, "connections").FindAll(message => (new TrackedConnection(message).Mark & bits) != 0);
        foreach (var ofFamily in marked.GroupBy(message => message.Family))
        {
            foreach (var some in ofFamily.Chunk(MostAtOnce))
            {
                SendAll(ConntrackMessage.New, some, ofFamily.Key, "marks of connections", () =>
                {
                    _writer.UInt32(ConntrackAttribute.Mark, 0);
                    _writer.UInt32(ConntrackAttribute.MarkMask, bits);
                });
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    List<NetlinkMessage> List(byte family, string subject) => Ask(ConntrackMessage.Get, NetlinkFlags.Dump, family, subject);

    uint Count() => Ask(ConntrackMessage.GetStatistics, NetlinkFlags.Acknowledge, family: 0, "the number of connections")
        .Select(message => message.Attributes.UInt32(StatisticsAttribute.Entries)).FirstOrDefault() ?? 0;

    List<NetlinkMessage> Ask(ushort type, NetlinkFlags flags, byte family, string subject)
    {
        var sequence = _socket.NextSequence;
        _writer.Clear();
        _writer.Message(type, flags, sequence, family).Dispose();
        return _socket.Ask(_writer.Written, sequence, subject);
    }

    // One message about each, and how many of them were still there: a connection can end by itself meanwhile.
    int SendAll(ushort type, IReadOnlyList<NetlinkMessage> connections, byte family, string subject, Action writeRest)
    {
        var first = _socket.NextSequence;
        _writer.Clear();
        var start = 0;
        for (var i = 0; i < connections.Count; i++)
        {
            start = _writer.Length;
            using var message = _writer.Message(type, NetlinkFlags.None, first + (uint)i, family);
            new TrackedConnection(connections[i]).WriteName(_writer);
            writeRest();
        }
        _writer.Acknowledge(start);
        var faults = _socket.Send(_writer.Written, first, first + (uint)connections.Count - 1);
        var refused = faults.FindAll(fault => fault.Errno is not (0 or Errno.NoEntry));
        if (refused.Count > 0) throw new NetlinkException(subject, refused[0], refused.Count - 1);
        return connections.Count - faults.Count(fault => fault.Errno == Errno.NoEntry);
    }

    static byte FamilyNumber(IpFamily family) => family == IpFamily.IPv4 ? FamilyIPv4 : FamilyIPv6;
}

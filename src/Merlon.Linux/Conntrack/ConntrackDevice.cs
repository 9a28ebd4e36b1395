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
    public void Flush()
    {
        var sequence = _socket.NextSequence;
        _writer.Clear();
        _writer.Message(ConntrackMessage.Delete, NetlinkFlags.Acknowledge, sequence, family: 0).Dispose();
        _socket.Ask(_writer.Written, sequence, "all connections");
    }

    /// <summary>
    /// Forgets the connections with an address at either end, before or after translation, and returns how many they
    /// were. Their next packet is one of a new connection.
    /// </summary>
    /// <exception cref="NetlinkException">The kernel refused it.</exception>
    public int Forget(IpAddress address)
    {
        var connections = List(address.Family).FindAll(message => new TrackedConnection(message).Concerns(address));
        if (connections.Count == 0) return 0;
        return SendAll(ConntrackMessage.Delete, connections, address.Family, $"connections of {address}", () => { });
    }

    /// <summary>Takes bits from the marks of all connections, and leaves the other bits.</summary>
    /// <exception cref="NetlinkException">The kernel refused it.</exception>
    public void ClearMarks(uint bits)
    {
        foreach (var family in Enum.GetValues<IpFamily>())
        {
            var marked = List(family).FindAll(message => (new TrackedConnection(message).Mark & bits) != 0);
            foreach (var some in marked.Chunk(MostAtOnce))
            {
                SendAll(ConntrackMessage.New, some, family, "marks of connections", () =>
                {
                    _writer.UInt32(ConntrackAttribute.Mark, 0);
                    _writer.UInt32(ConntrackAttribute.MarkMask, bits);
                });
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    List<NetlinkMessage> List(IpFamily family)
    {
        var sequence = _socket.NextSequence;
        _writer.Clear();
        _writer.Message(ConntrackMessage.Get, NetlinkFlags.Dump, sequence, FamilyNumber(family)).Dispose();
        return _socket.Ask(_writer.Written, sequence, "connections");
    }

    // One message about each, and how many of them were still there: a connection can end by itself meanwhile.
    int SendAll(ushort type, IReadOnlyList<NetlinkMessage> connections, IpFamily family, string subject, Action writeRest)
    {
        var first = _socket.NextSequence;
        _writer.Clear();
        var start = 0;
        for (var i = 0; i < connections.Count; i++)
        {
            start = _writer.Length;
            using var message = _writer.Message(type, NetlinkFlags.None, first + (uint)i, FamilyNumber(family));
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

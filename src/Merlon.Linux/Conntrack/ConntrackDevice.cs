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

    readonly NetlinkSocket _socket;
    readonly NetlinkWriter _writer = new();

    ConntrackDevice(NetlinkSocket socket) => _socket = socket;

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
        var first = _socket.NextSequence;
        var last = WriteDeletes(connections, FamilyNumber(address.Family), first);
        var faults = _socket.Send(_writer.Written, first, last);
        // A connection can end by itself meanwhile.
        var refused = faults.FindAll(fault => fault.Errno is not (0 or Errno.NoEntry));
        if (refused.Count > 0) throw new NetlinkException($"connections of {address}", refused[0], refused.Count - 1);
        return connections.Count - faults.Count(fault => fault.Errno == Errno.NoEntry);
    }

    public void Dispose() => _socket.Dispose();

    List<NetlinkMessage> List(IpFamily family)
    {
        var sequence = _socket.NextSequence;
        _writer.Clear();
        _writer.Message(ConntrackMessage.Get, NetlinkFlags.Dump, sequence, FamilyNumber(family)).Dispose();
        return _socket.Ask(_writer.Written, sequence, "connections");
    }

    uint WriteDeletes(List<NetlinkMessage> connections, byte family, uint first)
    {
        _writer.Clear();
        var start = 0;
        for (var i = 0; i < connections.Count; i++)
        {
            start = _writer.Length;
            using var message = _writer.Message(ConntrackMessage.Delete, NetlinkFlags.None, first + (uint)i, family);
            new TrackedConnection(connections[i]).WriteName(_writer);
        }
        _writer.Acknowledge(start);
        return first + (uint)connections.Count - 1;
    }

    static byte FamilyNumber(IpFamily family) => family == IpFamily.IPv4 ? FamilyIPv4 : FamilyIPv6;
}

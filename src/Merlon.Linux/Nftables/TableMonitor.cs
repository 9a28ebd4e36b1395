using Merlon.Linux.Netlink;
using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>
/// Tells when somebody else changes certain tables of a network namespace: that of the thread that opens it. Changes of
/// one device are not told of, nor those of other tables. Not thread-safe: it has one owner.
/// </summary>
public sealed class TableMonitor : IDisposable
{
    const int NftablesGroup = 7;

    // The name of the table is the first attribute of messages about tables, chains, rules, sets, elements and objects.
    const ushort TableName = 1;
    const ushort NewGeneration = NftMessage.SubsystemNumber << 8 | 15;

    readonly NetlinkSocket _socket;
    readonly HashSet<string> _tables;
    readonly uint _own;

    TableMonitor(NetlinkSocket socket, HashSet<string> tables, uint own) => (_socket, _tables, _own) = (socket, tables, own);

    /// <param name="own">The device whose changes are expected.</param>
    /// <param name="tables">The tables to look after.</param>
    /// <exception cref="LinuxException">The kernel has no netfilter, or the caller may not use it.</exception>
    public static TableMonitor Open(NftablesDevice own, params IEnumerable<NftName> tables)
    {
        var socket = NetlinkSocket.OpenNetfilter();
        socket.Join(NftablesGroup);
        return new TableMonitor(socket, [.. tables.Select(table => table.Text)], own.Port);
    }

    /// <summary>Waits for a change by somebody else.</summary>
    /// <param name="milliseconds">How long to wait at most.</param>
    /// <returns>
    /// Whether one of the tables was changed, or may have been: where more happens than can be listened to, nobody knows.
    /// </returns>
    /// <exception cref="LinuxException">The socket failed.</exception>
    public bool WaitForChange(int milliseconds) =>
        !_socket.TryWait(milliseconds, out var messages) || messages.Any(IsForeignChange);

    public void Dispose() => _socket.Dispose();

    bool IsForeignChange(NetlinkMessage message) =>
        message.Type != NewGeneration && message.Port != _own && _tables.Contains(message.Attributes.Text(TableName));
}

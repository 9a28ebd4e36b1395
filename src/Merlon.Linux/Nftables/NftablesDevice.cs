using Merlon.Linux.Conntrack;
using Merlon.Linux.Netlink;
using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>
/// The nf_tables of a network namespace: that of the thread that opens it, then and later. One socket that stays
/// open. Not thread-safe: it has one owner; several devices can be open at once.
/// </summary>
public sealed class NftablesDevice : IDisposable
{
    readonly NetlinkSocket _socket;
    readonly NetlinkWriter _writer = new();
    readonly ConntrackDevice _connections;

    NftablesDevice(NetlinkSocket socket) => (_socket, _connections) = (socket, new ConntrackDevice(socket));

    /// <exception cref="LinuxException">The kernel has no netfilter, or the caller may not use it.</exception>
    public static NftablesDevice Open() => new(NetlinkSocket.OpenNetfilter());

    /// <summary>Whose changes a <see cref="TableMonitor"/> does not tell of: those of this device.</summary>
    internal uint Port => _socket.Port;

    /// <summary>Makes a table that is not there, in one transaction. Open connections are judged by it like new ones.</summary>
    /// <exception cref="NetlinkException">The kernel refused something, or the table exists; nothing was done.</exception>
    public void Load(NftTable table) => Apply(RulesetDifference.Creating(table));

    /// <summary>
    /// Changes a table in place, in up to three transactions. Where the wanted one may deny what the current one allows,
    /// open connections are judged again.
    /// </summary>
    /// <param name="current">What runs, in whatever policy epoch: the epoch is read from the kernel.</param>
    /// <param name="wanted">What shall run.</param>
    /// <returns>What runs now: the wanted table, in the epoch that it goes on with or begins.</returns>
    /// <exception cref="NetlinkException">
    /// The kernel refused something: nothing was done of its transaction, while those before it stay.
    /// </exception>
    /// <exception cref="ForeignRulesetException">Somebody else changed the rules that tell the epoch.</exception>
    public NftTable Apply(NftTable current, NftTable wanted)
    {
        var difference = RulesetDifference.Between(current, wanted, Reader(current.Name).ReadEpoch());
        Apply(difference);
        return difference.Outcome;
    }

    /// <summary>Commits the transactions of a difference, in order.</summary>
    /// <exception cref="NetlinkException">As where tables are given.</exception>
    public void Apply(RulesetDifference difference)
    {
        if (difference.StaleMarks != 0) _connections.ClearMarks(difference.StaleMarks);
        foreach (var batch in difference.Batches)
        {
            PacketsUnderWay.Await(batch.Wait);
            Commit(difference.Table, batch);
        }
    }

    /// <summary>
    /// Removes a table with all that it holds, and its marks from all connections: a table that takes its place judges
    /// them anew. False where there is none.
    /// </summary>
    /// <exception cref="NetlinkException">The kernel refused it.</exception>
    public bool Delete(NftName table)
    {
        try
        {
            var marks = MaskOf(table).Value;
            Apply(RulesetDifference.Deleting(table));
            _connections.ClearMarks(marks);
            return true;
        }
        catch (NetlinkException e) when (e.Errno == Errno.NoEntry)
        {
            return false;
        }
    }

    /// <summary>Reads a table back, without looking at others; null where there is none.</summary>
    /// <exception cref="ForeignRulesetException">It holds something that is never written here.</exception>
    /// <exception cref="NetlinkException">The kernel refused it.</exception>
    public NftTable? ReadTable(NftName table) => Reader(table).Read();

    public void Dispose() => _socket.Dispose();

    TableReader Reader(NftName table) => new(_socket, _writer, table);

    // A table that somebody else changed may have hidden its epoch: the usual bits are the best guess.
    EpochMask MaskOf(NftName table)
    {
        try
        {
            return Reader(table).ReadEpoch()?.Mask ?? EpochMask.Default;
        }
        catch (ForeignRulesetException)
        {
            return EpochMask.Default;
        }
    }

    void Commit(NftName table, RulesetBatch steps)
    {
        var batch = new NftablesBatch(_writer, _socket.NextSequence);
        var encoder = new NftablesEncoder(table, batch);
        foreach (var step in steps.Steps) encoder.Write(step);
        batch.Close();

        var faults = _socket.Send(_writer.Written, batch.FirstSequence, batch.LastSequence).FindAll(fault => fault.Errno != 0);
        if (faults.Count == 0) return;
        // The first one is the cause, the others miss what it would have made.
        throw new NetlinkException(batch.Describe(faults[0]), faults[0], faults.Count - 1);
    }
}

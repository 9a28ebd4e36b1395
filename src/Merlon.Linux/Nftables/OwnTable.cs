using Merlon.Linux.Netlink;
using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>
/// The one ruleset that is in force here under one of two names. What runs is led over to what shall run; what cannot be
/// read is replaced by loading the other name first and removing it then. No packet is let through in between. Other
/// tables are neither read nor touched. Not thread-safe: it has one owner.
/// </summary>
public sealed class OwnTable
{
    readonly NftablesDevice _device;
    readonly NftName[] _names;

    public OwnTable(NftablesDevice device, NftName first, NftName second) => (_device, _names) = (device, [first, second]);

    /// <summary>Puts a ruleset in force, whatever runs.</summary>
    /// <param name="wanted">The ruleset; its name does not matter.</param>
    /// <returns>What runs now: the ruleset under the name that it has in the kernel.</returns>
    /// <exception cref="NetlinkException">The kernel refused something; what ran still runs, or part of the change.</exception>
    public NftTable Enforce(NftTable wanted)
    {
        var running = _names.Select(Read).ToArray();
        var kept = Array.FindIndex(running, table => table.Table is not null);
        if (kept >= 0 && TryChange(running[kept].Table, wanted, out var changed))
        {
            Remove(_names[1 - kept]);
            return changed;
        }
        // Where both are there and neither can be changed, one of them has to make room; the other still guards.
        var target = Array.FindIndex(running, table => !table.Exists);
        if (target < 0) Remove(_names[target = 1]);
        var loaded = wanted with { Name = _names[target] };
        _device.Load(loaded);
        Remove(_names[1 - target]);
        return loaded;
    }

    /// <summary>What runs, where it can be read; null where nothing runs or something that is never written here.</summary>
    public NftTable? Read() => _names.Select(name => Read(name).Table).FirstOrDefault(table => table is not null);

    /// <summary>Removes it; false where nothing was there.</summary>
    /// <exception cref="NetlinkException">The kernel refused it.</exception>
    public bool Remove() => Remove(_names[0]) | Remove(_names[1]);

    bool Remove(NftName name) => _device.Delete(name);

    bool TryChange(NftTable? current, NftTable wanted, out NftTable changed)
    {
        changed = wanted;
        if (current is null) return false;
        changed = wanted with { Name = current.Name };
        RulesetDifference difference;
        try
        {
            difference = RulesetDifference.Between(current, changed);
        }
        catch (ArgumentException)
        {
            // A name stands for another type of set in the one than in the other: an older layout.
            return false;
        }
        _device.Apply(difference);
        changed = difference.Outcome;
        return true;
    }

    (bool Exists, NftTable? Table) Read(NftName name)
    {
        try
        {
            var table = _device.ReadTable(name);
            return (table is not null, table);
        }
        catch (ForeignRulesetException)
        {
            return (true, null);
        }
    }
}

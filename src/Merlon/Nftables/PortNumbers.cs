using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>How many endpoints give a port name which number.</summary>
sealed class PortNumbers(PortMatcher ports, PortMatch.Named port)
{
    readonly SortedDictionary<ushort, int> _counts = [];

    /// <summary>The numbers that anyone gives it, in order.</summary>
    public IEnumerable<ushort> InUse => _counts.Keys;

    /// <summary>Takes note that an endpoint is another, new, or gone; whether that changed <see cref="InUse"/>.</summary>
    public bool Replace(Endpoint? old, Endpoint? now)
    {
        var hasChanged = false;
        foreach (var number in now is null ? [] : ports.NumbersOf(port, now))
        {
            hasChanged |= _counts.TryAdd(number, 0);
            _counts[number]++;
        }
        foreach (var number in old is null ? [] : ports.NumbersOf(port, old))
        {
            if (--_counts[number] == 0) hasChanged |= _counts.Remove(number);
        }
        return hasChanged;
    }
}

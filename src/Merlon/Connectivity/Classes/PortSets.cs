using Merlon.Model;

namespace Merlon.Connectivity.Classes;

/// <summary>One object for each set of ports that means the same, and for each opening.</summary>
sealed class PortSets
{
    readonly Dictionary<PortSet, PortSet> _sets = [];
    readonly Dictionary<PortSet, Opening> _openings = [];
    readonly Dictionary<Opening, Opening> _distinct = [];
    readonly List<Opening?[]> _withFamily = [];
    readonly List<Opening?[]> _withoutFamily = [];

    /// <summary>The set that is equal to this one; with a place.</summary>
    public PortSet Of(PortSet ports)
    {
        if (_sets.TryGetValue(ports, out var known)) return known;
        var placed = ports.WithPlace(_sets.Count);
        _sets.Add(placed, placed);
        _withFamily.Add([]);
        _withoutFamily.Add([]);
        return placed;
    }

    /// <summary>What passes both ends, as people are told it.</summary>
    /// <param name="sent">What the source may send.</param>
    /// <param name="received">What the destination may receive.</param>
    /// <param name="hasFamily">Whether an address is known on either side. Where none is, the evaluator is asked for the
    /// first version of ICMP.</param>
    public Opening Opening(PortSet sent, PortSet received, bool hasFamily)
    {
        var rows = hasFamily ? _withFamily : _withoutFamily;
        var row = rows[sent.Place];
        if (row.Length <= received.Place) rows[sent.Place] = row = Grown(row);
        return row[received.Place] ??= Work(sent, received, hasFamily);
    }

    Opening?[] Grown(Opening?[] row)
    {
        Array.Resize(ref row, _sets.Count);
        return row;
    }

    Opening Work(PortSet sent, PortSet received, bool hasFamily)
    {
        var both = sent.Intersect(received);
        if (both.Spans.IsEmpty) return Connectivity.Opening.None;
        if (!hasFamily) both = PortSet.Of(both.Spans.Where(span => span.Protocol != Protocol.IcmpV6));
        if (_openings.TryGetValue(both, out var known)) return known;
        var opening = Connectivity.Opening.Of(both.Spans);
        if (!_distinct.TryGetValue(opening, out var same)) _distinct.Add(opening, same = opening);
        return _openings[both] = same;
    }
}

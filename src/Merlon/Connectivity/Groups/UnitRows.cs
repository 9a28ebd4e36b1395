using Merlon.Connectivity.Classes;

namespace Merlon.Connectivity.Groups;

/// <summary>All pairs of units, row by row.</summary>
sealed class UnitRows
{
    readonly UnitList _list;
    readonly bool _asksEachPair;
    readonly ClassRow[] _rows;
    readonly Dictionary<PairValue, int> _places = [];

    public UnitRows(ConnectivityMap map, UnitList list)
    {
        (_list, _asksEachPair) = (list, map.AsksEachPair);
        _rows = new ClassRow[map.Classes.Count];
        foreach (var row in new ClassRows(map).All()) _rows[row.Source] = row;
        Values = [new PairValue(Opening.None, null)];
        _places.Add(Values[0], 0);
    }

    /// <summary>What the numbers of rows mean; the first is that nothing is open.</summary>
    public List<PairValue> Values { get; }

    /// <summary>What a unit may open towards each unit, as numbers.</summary>
    public int[] Of(Unit source)
    {
        var (v4, v6) = (ByClass(source.V4), source.V6 == source.V4 ? null : ByClass(source.V6));
        if (source.V6 == source.V4) v6 = v4;
        var row = new int[_list.Units.Length];
        for (var i = 0; i < row.Length; i++)
        {
            var unit = _list.Units[i];
            row[i] = PlaceOf(Value(v4, unit.V4, v6, unit.V6));
        }
        // A unit of one end has no other of its kind: towards itself it is told like towards most, and so never alone.
        var self = _list.Units.IndexOf(source);
        if (_asksEachPair) row[self] = row.Where((_, i) => i != self).GroupBy(place => place).MaxBy(same => same.Count())?.Key ?? 0;
        return row;
    }

    static PairValue Value(Opening?[]? v4, int? to4, Opening?[]? v6, int? to6)
    {
        var first = v4 is null || to4 is null ? null : v4[to4.Value] ?? Opening.None;
        var second = v6 is null || to6 is null ? null : v6[to6.Value] ?? Opening.None;
        return first is not null && second is not null && !first.Equals(second)
            ? new PairValue(first, second)
            : new PairValue(first ?? second ?? Opening.None, null);
    }

    Opening?[]? ByClass(int? source)
    {
        if (source is not { } id) return null;
        var openings = new Opening?[_rows.Length];
        foreach (var (opening, destinations) in _rows[id].Cells)
        {
            foreach (var destination in destinations) openings[destination] = opening;
        }
        return openings;
    }

    int PlaceOf(PairValue value)
    {
        if (_places.TryGetValue(value, out var place)) return place;
        Values.Add(value);
        return _places[value] = Values.Count - 1;
    }
}

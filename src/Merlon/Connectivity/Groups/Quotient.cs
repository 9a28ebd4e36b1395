using Merlon.Connectivity.Classes;

namespace Merlon.Connectivity.Groups;

/// <summary>The matrix of all pairs of units with equal rows put together, and equal columns.</summary>
sealed class Quotient
{
    Quotient(List<BitSet> sources, List<BitSet> destinations, List<PairValue> values, int[][] cells) =>
        (Sources, Destinations, Values, Cells) = (sources, destinations, values, cells);

    /// <summary>The units of each row; those that may open nothing are in none.</summary>
    public List<BitSet> Sources { get; }

    /// <summary>The units of each column.</summary>
    public List<BitSet> Destinations { get; }

    /// <summary>What the cells mean; the first is that nothing is open.</summary>
    public List<PairValue> Values { get; }

    /// <summary>By row and column the place among the values.</summary>
    public int[][] Cells { get; }

    public static Quotient Of(ConnectivityMap map, UnitList list, BitSet sources, BitSet destinations)
    {
        var rows = new UnitRows(map, list);
        var kinds = new Dictionary<Line, BitSet>();
        foreach (var source in sources)
        {
            var row = rows.Of(list.Units[source]);
            for (var i = 0; i < row.Length; i++)
            {
                if (!destinations.Contains(i)) row[i] = 0;
            }
            AlikeTo(kinds, new Line(row), source, list.Units.Length);
        }
        var lines = kinds.Where(kind => kind.Key.Numbers.Any(number => number != 0)).ToList();
        var columns = new Dictionary<Line, BitSet>();
        foreach (var destination in destinations)
        {
            var column = new Line([.. lines.Select(line => line.Key.Numbers[destination])]);
            AlikeTo(columns, column, destination, list.Units.Length);
        }
        var heads = columns.Keys.ToList();
        return new Quotient(
            [.. lines.Select(line => line.Value)],
            [.. columns.Values],
            rows.Values,
            [.. Enumerable.Range(0, lines.Count).Select(row => heads.Select(column => column.Numbers[row]).ToArray())]);
    }

    static void AlikeTo(Dictionary<Line, BitSet> kinds, Line line, int member, int length)
    {
        if (!kinds.TryGetValue(line, out var alike)) kinds.Add(line, alike = new BitSet(length));
        alike.Add(member);
    }

    /// <summary>Numbers as a key.</summary>
    sealed class Line : IEquatable<Line>
    {
        readonly int _hash;

        public Line(int[] numbers)
        {
            Numbers = numbers;
            var hash = 17;
            foreach (var number in numbers) hash = hash * 31 + number;
            _hash = hash;
        }

        public int[] Numbers { get; }

        public bool Equals(Line? other) => other is not null && Numbers.AsSpan().SequenceEqual(other.Numbers);

        public override bool Equals(object? obj) => Equals(obj as Line);

        public override int GetHashCode() => _hash;
    }
}

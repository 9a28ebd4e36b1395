using Merlon.Connectivity.Classes;

namespace Merlon.Connectivity.Groups;

/// <summary>Covers the marks of a matrix with few disjoint rectangles: rows times columns, in no particular shape.</summary>
sealed class RectangleCover
{
    // Beyond this the search for the best rectangle takes longer than a person waits.
    const int MostSearched = 256;

    readonly BitSet[] _rows;
    readonly BitSet[] _columns;
    readonly int[] _rowSizes;
    readonly int[] _columnSizes;

    /// <param name="rows">The marks of each row; used up.</param>
    /// <param name="rowSizes">How much each row stands for.</param>
    /// <param name="columnSizes">How much each column stands for.</param>
    public RectangleCover(BitSet[] rows, int[] rowSizes, int[] columnSizes)
    {
        (_rows, _rowSizes, _columnSizes) = (rows, rowSizes, columnSizes);
        _columns = [.. columnSizes.Select(_ => new BitSet(rows.Length))];
        for (var row = 0; row < rows.Length; row++)
        {
            foreach (var column in rows[row]) _columns[column].Add(row);
        }
    }

    public IEnumerable<(BitSet Rows, BitSet Columns)> Rectangles() =>
        _rows.Length <= MostSearched && _columns.Length <= MostSearched ? BestFirst() : ByEqualRows();

    IEnumerable<(BitSet Rows, BitSet Columns)> ByEqualRows() => Enumerable.Range(0, _rows.Length)
        .Where(row => !_rows[row].IsEmpty)
        .GroupBy(row => _rows[row])
        .Select(group => (SetOf(group, _rows.Length), group.Key));

    IEnumerable<(BitSet Rows, BitSet Columns)> BestFirst()
    {
        while (Best() is var (rows, columns))
        {
            yield return (rows, columns);
            foreach (var row in rows) _rows[row].AndNot(columns);
            foreach (var column in columns) _columns[column].AndNot(rows);
        }
    }

    // The largest rectangle that has the whole rest of a row, or of a column.
    (BitSet Rows, BitSet Columns)? Best()
    {
        (BitSet Rows, BitSet Columns)? best = null;
        var most = 0L;
        for (var row = 0; row < _rows.Length; row++)
        {
            if (!_rows[row].IsEmpty) Offer(Holding(_rows, _rows[row]), _rows[row].Copy());
        }
        for (var column = 0; column < _columns.Length; column++)
        {
            if (!_columns[column].IsEmpty) Offer(_columns[column].Copy(), Holding(_columns, _columns[column]));
        }
        return best;

        void Offer(BitSet rows, BitSet columns)
        {
            var area = Size(rows, _rowSizes) * Size(columns, _columnSizes);
            if (area > most) (most, best) = (area, (rows, columns));
        }
    }

    static BitSet Holding(BitSet[] lines, BitSet wanted) =>
        SetOf(Enumerable.Range(0, lines.Length).Where(line => lines[line].Holds(wanted)), lines.Length);

    static long Size(BitSet set, int[] sizes)
    {
        var size = 0L;
        foreach (var member in set) size += sizes[member];
        return size;
    }

    static BitSet SetOf(IEnumerable<int> members, int length)
    {
        var set = new BitSet(length);
        foreach (var member in members) set.Add(member);
        return set;
    }
}

using System.Collections.Immutable;
using Merlon.Connectivity.Classes;
using Merlon.Connectivity.Groups;

namespace Merlon.Connectivity.Differences;

/// <summary>A rectangle of pairs of common units that change alike.</summary>
readonly record struct ChangedPairs(BitSet Sources, BitSet Destinations, PairValue Value);

/// <summary>All pairs of ends that are in both versions, with what is more open in either.</summary>
sealed class ChangeMatrix
{
    readonly ImmutableArray<CommonUnit> _units;

    public ChangeMatrix(
        ConnectivityMap before,
        UnitList oldUnits,
        ConnectivityMap after,
        UnitList newUnits,
        ImmutableArray<CommonUnit> units)
    {
        _units = units;
        var (old, @new) = (new UnitRows(before, oldUnits), new UnitRows(after, newUnits));
        var (opened, closed) = (new Side(units.Length), new Side(units.Length));
        for (var source = 0; source < units.Length; source++)
        {
            var oldRow = old.Of(oldUnits.Units[units[source].Old]);
            var newRow = @new.Of(newUnits.Units[units[source].New]);
            for (var destination = 0; destination < units.Length; destination++)
            {
                var (was, @is) = (oldRow[units[destination].Old], newRow[units[destination].New]);
                if (IsOneEnd(source, destination)) continue;
                if (old.Values[was] == @new.Values[@is])
                {
                    if (!old.Values[was].IsNone) Unchanged += PairsOf(source, destination);
                    continue;
                }
                opened.Add(source, destination, Beyond(@new.Values[@is], old.Values[was]));
                closed.Add(source, destination, Beyond(old.Values[was], @new.Values[@is]));
            }
        }
        (Opened, Closed) = ([.. opened.Groups()], [.. closed.Groups()]);
    }

    public ImmutableArray<ChangedPairs> Opened { get; }

    public ImmutableArray<ChangedPairs> Closed { get; }

    public long Unchanged { get; private set; }

    static PairValue Beyond(PairValue one, PairValue other)
    {
        var v4 = OpeningDifference.Beyond(one.Opening, other.Opening);
        var v6 = OpeningDifference.Beyond(one.Other ?? one.Opening, other.Other ?? other.Opening);
        return v4.Equals(v6) ? new PairValue(v4, null) : new PairValue(v4, v6);
    }

    long PairsOf(int source, int destination) =>
        (long)(_units[source].Names.Length + _units[source].Blocks.Length)
            * (_units[destination].Names.Length + _units[destination].Blocks.Length);

    // Towards itself an end is not judged.
    bool IsOneEnd(int source, int destination) => source == destination && _units[source].IsSingle;

    /// <summary>The changes of one kind.</summary>
    sealed class Side(int size)
    {
        readonly Dictionary<PairValue, BitSet[]> _marks = [];

        public void Add(int source, int destination, PairValue value)
        {
            if (value.IsNone) return;
            if (!_marks.TryGetValue(value, out var rows))
            {
                _marks.Add(value, rows = [.. Enumerable.Range(0, size).Select(_ => new BitSet(size))]);
            }
            rows[source].Add(destination);
        }

        public IEnumerable<ChangedPairs> Groups()
        {
            int[] sizes = [.. Enumerable.Repeat(1, size)];
            return _marks.SelectMany(mark => new RectangleCover(mark.Value, sizes, sizes).Rectangles()
                .Select(group => new ChangedPairs(group.Rows, group.Columns, mark.Key)));
        }
    }
}

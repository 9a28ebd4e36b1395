namespace Merlon.Connectivity.Classes;

/// <summary>
/// What every class receives from 64 sources at once, turned from a set of sources for each destination to a set of
/// destinations for each source.
/// </summary>
sealed class ReceivedColumns(SubjectGroups ingress, int classes)
{
    const int Width = 64;

    readonly Dictionary<PortSet, Column> _columns = new(ReferenceEqualityComparer.Instance);
    readonly List<Column> _used = [];
    readonly List<Column> _touched = [];

    /// <summary>Reads the sources of one word of the sets.</summary>
    public void Read(int word)
    {
        foreach (var column in _used) column.IsUsed = false;
        _used.Clear();
        for (var first = 0; first < classes; first += Width) ReadBlock(word, first);
    }

    /// <summary>By what is received, the destinations that receive it from the source; not to be changed.</summary>
    /// <param name="source">A source of the word that was read last.</param>
    public IEnumerable<(PortSet Ports, BitSet Destinations)> Of(int source) =>
        _used.Select(column => (column.Ports, column.Rows[source & (Width - 1)]));

    void ReadBlock(int word, int first)
    {
        var last = Math.Min(first + Width, classes);
        for (var destination = first; destination < last; destination++)
        {
            foreach (var share in ingress.SharesOf(ingress.GroupOf(destination)))
            {
                var sources = share.Peers.Words[word];
                if (sources != 0) ColumnOf(share.Ports).Put(destination - first, sources, _touched);
            }
        }
        foreach (var column in _touched) column.Turn(first / Width);
        _touched.Clear();
    }

    Column ColumnOf(PortSet ports)
    {
        if (!_columns.TryGetValue(ports, out var column)) _columns.Add(ports, column = new Column(ports, classes));
        if (!column.IsUsed)
        {
            column.Reset();
            _used.Add(column);
        }
        return column;
    }

    sealed class Column(PortSet ports, int classes)
    {
        readonly ulong[] _block = new ulong[Width];
        bool _isTouched;

        public PortSet Ports => ports;

        public bool IsUsed { get; set; }

        public BitSet[] Rows { get; } = [.. Enumerable.Range(0, Width).Select(_ => new BitSet(classes))];

        public void Reset()
        {
            IsUsed = true;
            foreach (var row in Rows) row.Clear();
        }

        public void Put(int place, ulong sources, List<Column> touched)
        {
            if (!_isTouched) touched.Add(this);
            _isTouched = true;
            _block[place] = sources;
        }

        public void Turn(int word)
        {
            BitTransposition.Turn(_block);
            for (var i = 0; i < Width; i++) Rows[i].SetWord(word, _block[i]);
            Array.Clear(_block);
            _isTouched = false;
        }
    }
}

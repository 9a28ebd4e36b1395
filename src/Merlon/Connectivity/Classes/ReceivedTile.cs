using System.Numerics;

namespace Merlon.Connectivity.Classes;

/// <summary>
/// What 64 destinations receive from 64 sources, turned from a word of sources for each destination to a word of
/// destinations for each source.
/// </summary>
/// <param name="received">By class what it receives.</param>
sealed class ReceivedTile(Share[][] received)
{
    const int Width = RowBlock.Width;

    // With fewer destinations than this, setting bit by bit is cheaper than turning all words.
    const int Few = 6;

    readonly List<Column?> _byPorts = [];
    readonly List<Column> _columns = [];
    int _sources;
    Func<PortSet, ulong> _sendersOf = _ => 0;

    /// <summary>Turns to other sources.</summary>
    /// <param name="sources">Their word.</param>
    /// <param name="sendersOf">Says which of them matter to who receives these ports.</param>
    public void Begin(int sources, Func<PortSet, ulong> sendersOf)
    {
        (_sources, _sendersOf) = (sources, sendersOf);
        foreach (var column in _byPorts) column?.Forget();
    }

    /// <summary>By what is received, who of the destinations receives it.</summary>
    /// <param name="destinations">Their word.</param>
    public List<Column> Read(int destinations)
    {
        foreach (var column in _columns) column.Clear();
        _columns.Clear();
        var first = destinations * Width;
        var last = Math.Min(first + Width, received.Length);
        for (var destination = first; destination < last; destination++)
        {
            foreach (var share in received[destination])
            {
                var senders = share.Peers.Words[_sources];
                if (senders != 0) Put(destination - first, share.Ports, senders);
            }
        }
        foreach (var column in _columns) column.Turn();
        return _columns;
    }

    void Put(int destination, PortSet ports, ulong senders)
    {
        while (_byPorts.Count <= ports.Place) _byPorts.Add(null);
        var column = _byPorts[ports.Place] ??= new Column(ports);
        if (!column.IsKnown) column.Know(_sendersOf(ports));
        senders &= column.Senders;
        if (senders == 0) return;
        if (column.IsEmpty) _columns.Add(column);
        column.Put(destination, senders);
    }

    /// <summary>Who receives the same.</summary>
    public sealed class Column(PortSet ports)
    {
        readonly ulong[] _rows = new ulong[Width];
        readonly List<(int Destination, ulong Senders)> _put = [];

        public PortSet Ports => ports;

        /// <summary>By source the destinations that receive it from there.</summary>
        public ReadOnlySpan<ulong> Rows => _rows;

        /// <summary>The sources that matter.</summary>
        public ulong Senders { get; private set; }

        public bool IsKnown { get; private set; }

        public bool IsEmpty => _put.Count == 0;

        public void Know(ulong senders) => (Senders, IsKnown) = (senders, true);

        public void Forget() => IsKnown = false;

        public void Put(int destination, ulong senders) => _put.Add((destination, senders));

        public void Turn()
        {
            if (_put.Count >= Few)
            {
                foreach (var (destination, senders) in _put) _rows[destination] = senders;
                BitTransposition.Turn(_rows);
                return;
            }
            foreach (var (destination, senders) in _put)
            {
                for (var rest = senders; rest != 0; rest &= rest - 1)
                {
                    _rows[BitOperations.TrailingZeroCount(rest)] |= 1UL << destination;
                }
            }
        }

        public void Clear()
        {
            Array.Clear(_rows);
            _put.Clear();
        }
    }
}

using System.Numerics;
using System.Runtime.InteropServices;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>
/// The rows of 64 sources, worked out together: what each of them may send meets what 64 destinations receive, tile by
/// tile.
/// </summary>
sealed class RowBlock
{
    public const int Width = 64;

    readonly ConnectivityMap _map;
    readonly BitSet _pods;
    readonly BitSet _withAddress;
    readonly Share[][] _sent;
    readonly ReceivedTile _received;

    public RowBlock(ConnectivityMap map, BitSet pods, BitSet withAddress)
    {
        (_map, _pods, _withAddress) = (map, pods, withAddress);
        _sent = map.Groups(Direction.Egress).SharesOfAll();
        _received = new ReceivedTile(map.Groups(Direction.Ingress).SharesOfAll());
    }

    /// <param name="first">The first of the sources; a multiple of the width.</param>
    public IEnumerable<ClassRow> Read(int first)
    {
        var count = Math.Min(Width, _map.Classes.Count - first);
        var cells = new List<(Opening Opening, BitSet Destinations)>[count];
        for (var i = 0; i < count; i++) cells[i] = [];
        var sent = SentBy(first, count);
        _received.Begin(first / Width, ports => SendersOf(ports, sent));
        for (var word = 0; word < _pods.Words.Length; word++)
        {
            foreach (var column in _received.Read(word))
            {
                for (var rest = column.Senders; rest != 0; rest &= rest - 1)
                {
                    var i = BitOperations.TrailingZeroCount(rest);
                    if (column.Rows[i] != 0) Meet(first + i, word, column.Ports, column.Rows[i], cells[i]);
                }
            }
        }
        return cells.Select((row, i) => new ClassRow(first + i, row));
    }

    // By what is sent to anyone, who of the sources sends it.
    Dictionary<PortSet, ulong> SentBy(int first, int count)
    {
        var sent = new Dictionary<PortSet, ulong>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < count; i++)
        {
            foreach (var share in _sent[first + i])
            {
                CollectionsMarshal.GetValueRefOrAddDefault(sent, share.Ports, out _) |= 1UL << i;
            }
        }
        return sent;
    }

    // The sources that may send any of the ports to anyone.
    ulong SendersOf(PortSet ports, Dictionary<PortSet, ulong> sent)
    {
        var senders = 0UL;
        foreach (var (sentPorts, sources) in sent)
        {
            if (!_map.PortSets.Opening(sentPorts, ports, hasFamily: true).IsNone) senders |= sources;
        }
        return senders;
    }

    // What the source sends to the destinations of a word that would receive these ports from it.
    void Meet(int source, int word, PortSet received, ulong receivers, List<(Opening, BitSet)> cells)
    {
        if (!_pods.Contains(source)) receivers &= _pods.Words[word];
        var known = _withAddress.Contains(source) ? ulong.MaxValue : _withAddress.Words[word];
        foreach (var share in _sent[source])
        {
            var both = receivers & share.Peers.Words[word];
            if (both == 0) continue;
            Add(cells, _map.PortSets.Opening(share.Ports, received, hasFamily: true), word, both & known);
            if ((both & ~known) == 0) continue;
            Add(cells, _map.PortSets.Opening(share.Ports, received, hasFamily: false), word, both & ~known);
        }
    }

    void Add(List<(Opening Opening, BitSet Destinations)> cells, Opening opening, int word, ulong destinations)
    {
        if (destinations == 0 || opening.IsNone) return;
        foreach (var cell in cells)
        {
            if (!ReferenceEquals(cell.Opening, opening)) continue;
            cell.Destinations.AddWord(word, destinations);
            return;
        }
        var added = new BitSet(_map.Classes.Count);
        added.AddWord(word, destinations);
        cells.Add((opening, added));
    }
}

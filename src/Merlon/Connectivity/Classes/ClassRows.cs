namespace Merlon.Connectivity.Classes;

/// <summary>
/// All pairs of classes, row by row, in sets. Pairs of which neither is a pod on the pod network, nor a node with host
/// endpoints, are left out.
/// </summary>
sealed class ClassRows
{
    readonly ConnectivityMap _map;
    readonly BitSet _pods;
    readonly BitSet _withAddress;
    readonly BitSet _judged;

    public ClassRows(ConnectivityMap map)
    {
        _map = map;
        (_pods, _withAddress) = (new BitSet(map.Classes.Count), new BitSet(map.Classes.Count));
        _judged = new BitSet(map.Classes.Count);
        var nodes = map.Evaluator.Cluster.HostEndpoints.Select(host => host.NodeName).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < map.Classes.Count; i++)
        {
            var end = map.Classes.Representatives[i];
            if (end.IsPod) _pods.Add(i);
            if (end.IsPod || (end.Endpoint?.NodeName is { } node && nodes.Contains(node))) _judged.Add(i);
            if (end.Address is not null) _withAddress.Add(i);
        }
    }

    public IEnumerable<ClassRow> All() =>
        _map.AsksEachPair ? Enumerable.Range(0, _map.Classes.Count).Select(AskEach) : FromSets();

    IEnumerable<ClassRow> FromSets()
    {
        var block = new RowBlock(_map, _pods, _withAddress);
        for (var first = 0; first < _map.Classes.Count; first += RowBlock.Width)
        {
            foreach (var row in block.Read(first)) yield return row;
        }
    }

    ClassRow AskEach(int source)
    {
        var cells = new Dictionary<Opening, BitSet>();
        for (var destination = 0; destination < _map.Classes.Count; destination++)
        {
            if (!CanSend(source, destination)) continue;
            var opening = _map.Between(source, destination);
            if (opening.IsNone) continue;
            if (!cells.TryGetValue(opening, out var known)) cells.Add(opening, known = new BitSet(_map.Classes.Count));
            known.Add(destination);
        }
        return new ClassRow(source, [.. cells.Select(cell => (cell.Key, cell.Value))]);
    }

    bool CanSend(int source, int destination)
    {
        var (from, to) = (_map.Classes.Representatives[source].Address, _map.Classes.Representatives[destination].Address);
        return (_judged.Contains(source) || _judged.Contains(destination))
            && (from is null || to is null || from.Value.Family == to.Value.Family);
    }
}

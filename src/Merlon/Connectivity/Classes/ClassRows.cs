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
        var received = new ReceivedColumns(_map.Groups(Policies.Direction.Ingress), _map.Classes.Count);
        for (var source = 0; source < _map.Classes.Count; source++)
        {
            if ((source & 63) == 0) received.Read(source >> 6);
            yield return new ClassRow(source, CellsOf(source, received));
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

    List<(Opening, BitSet)> CellsOf(int source, ReceivedColumns received)
    {
        var egress = _map.Groups(Policies.Direction.Egress);
        var cells = new Dictionary<Opening, BitSet>(ReferenceEqualityComparer.Instance);
        foreach (var share in egress.SharesOf(egress.GroupOf(source)))
        {
            foreach (var (ports, destinations) in received.Of(source))
            {
                if (!share.Peers.Overlaps(destinations)) continue;
                var both = share.Peers.Copy().And(destinations);
                if (!_pods.Contains(source)) both.And(_pods);
                if (_withAddress.Contains(source))
                {
                    Add(_map.Opening(share.Ports, ports, hasFamily: true), both);
                    continue;
                }
                Add(_map.Opening(share.Ports, ports, hasFamily: true), both.Copy().And(_withAddress));
                Add(_map.Opening(share.Ports, ports, hasFamily: false), both.AndNot(_withAddress));
            }
        }
        return [.. cells.Select(cell => (cell.Key, cell.Value))];

        void Add(Opening opening, BitSet destinations)
        {
            if (opening.IsNone || destinations.IsEmpty) return;
            if (cells.TryGetValue(opening, out var known)) known.Or(destinations);
            else cells.Add(opening, destinations);
        }
    }
}

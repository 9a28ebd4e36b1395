namespace Merlon.Connectivity.Classes;

/// <summary>
/// Cuts the other ends of a subject into those that fare alike at all ports, as what is open becomes known part by part.
/// </summary>
sealed class ShareList
{
    readonly List<Part> _parts = [];

    /// <summary>At these ports these are allowed, or it is unknown of them.</summary>
    public void Add(BitSet ports, BitSet allowed, BitSet unknown)
    {
        if (!allowed.IsEmpty) Mark(allowed, part => part with { Open = Both(part.Open, ports) });
        if (!unknown.IsEmpty) Mark(unknown, part => part with { Unknown = Both(part.Unknown, ports) });
    }

    /// <summary>Disjoint shares; who is in none is denied everything.</summary>
    /// <param name="portsOf">What stretches that are open, and some of which that is unknown, are as a set of ports.</param>
    public Share[] Read(Func<BitSet?, BitSet?, PortSet> portsOf)
    {
        var shares = new Share[_parts.Count];
        for (var i = 0; i < shares.Length; i++) shares[i] = new Share(portsOf(_parts[i].Open, _parts[i].Unknown), _parts[i].Peers);
        return shares;
    }

    void Mark(BitSet peers, Func<Part, Part> mark)
    {
        var rest = peers.Copy();
        for (var i = _parts.Count - 1; i >= 0; i--)
        {
            var part = _parts[i];
            if (!part.Peers.Overlaps(rest)) continue;
            if (!rest.Holds(part.Peers))
            {
                _parts.Add(part with { Peers = part.Peers.Copy().AndNot(rest) });
                part.Peers.And(rest);
            }
            _parts[i] = mark(part);
            rest.AndNot(part.Peers);
        }
        if (!rest.IsEmpty) _parts.Add(mark(new Part(rest, null, null)));
    }

    static BitSet Both(BitSet? known, BitSet ports) => known is null ? ports : known.Copy().Or(ports);

    readonly record struct Part(BitSet Peers, BitSet? Open, BitSet? Unknown);
}

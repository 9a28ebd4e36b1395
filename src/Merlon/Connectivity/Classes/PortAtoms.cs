using Merlon.Model;

namespace Merlon.Connectivity.Classes;

/// <summary>
/// The ports of all protocols, cut into numbered stretches wherever any rule begins or ceases to match, ordered by
/// protocol and port.
/// </summary>
sealed class PortAtoms
{
    static readonly PortRange NoPort = new(0, 0);

    readonly PortStretch[] _stretches;

    /// <param name="ranges">Where rules tell ports apart.</param>
    public PortAtoms(HashSet<PortStretch> ranges)
    {
        var byProtocol = ranges.ToLookup(range => range.Protocol, range => range.Ports);
        _stretches =
        [
            .. from protocol in Protocols
               from range in protocol.HasPorts ? PortRanges.Cut(byProtocol[protocol]) : [NoPort]
               select new PortStretch(protocol, range),
        ];
    }

    public static IReadOnlyList<Protocol> Protocols { get; } =
        [Protocol.Icmp, Protocol.Tcp, Protocol.Udp, Protocol.IcmpV6, Protocol.Sctp];

    public int Count => _stretches.Length;

    public PortStretch this[int atom] => _stretches[atom];

    /// <summary>The stretches of the protocols that an end with this address can use.</summary>
    public BitSet Of(IpFamily? family) => Where(stretch => IsOf(stretch.Protocol, family));

    public BitSet Where(Func<PortStretch, bool> condition)
    {
        var found = new BitSet(Count);
        for (var atom = 0; atom < Count; atom++)
        {
            if (condition(_stretches[atom])) found.Add(atom);
        }
        return found;
    }

    /// <summary>Those of a set, in order.</summary>
    public IReadOnlyList<PortStretch> Among(BitSet atoms)
    {
        var found = new List<PortStretch>(atoms.Count);
        foreach (var atom in atoms) found.Add(_stretches[atom]);
        return found;
    }

    /// <summary>Adds all stretches within one that rules do not cut otherwise.</summary>
    public void AddWithin(PortStretch whole, BitSet atoms)
    {
        var atom = Array.BinarySearch(_stretches, whole, ByStart.Instance);
        for (; atom < Count && _stretches[atom].Protocol == whole.Protocol && _stretches[atom].Ports.First <= whole.Ports.Last; atom++)
        {
            atoms.Add(atom);
        }
    }

    /// <summary>Whether packets of the protocol can have addresses of the family.</summary>
    public static bool IsOf(Protocol protocol, IpFamily? family) => family is null || !protocol.IsIcmp
        || (protocol == Protocol.IcmpV6) == (family == IpFamily.IPv6);

    sealed class ByStart : IComparer<PortStretch>
    {
        public static ByStart Instance { get; } = new();

        public int Compare(PortStretch x, PortStretch y) =>
            x.Protocol == y.Protocol ? x.Ports.First.CompareTo(y.Ports.First) : x.Protocol.CompareTo(y.Protocol);
    }
}

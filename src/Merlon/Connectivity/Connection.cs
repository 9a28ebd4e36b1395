using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Connectivity;

/// <summary>The open ports of one protocol between two ends.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Ports">Disjoint ranges in order; empty for a protocol without ports.</param>
public sealed record Connection(Protocol Protocol, ImmutableArray<PortRange> Ports)
{
    public bool Equals(Connection? other) =>
        other is not null && Protocol == other.Protocol && Ports.SequenceEqual(other.Ports);

    public override int GetHashCode() => Ports.Aggregate(Protocol.GetHashCode(), HashCode.Combine);

    /// <summary><c>TCP 80, 9001-9022</c>, <c>TCP</c> for all its ports, <c>ICMP</c>.</summary>
    public override string ToString() =>
        Ports is [] or [{ First: <= 1, Last: ushort.MaxValue }]
            ? Protocol.ToString()
            : $"{Protocol} {string.Join(", ", Ports)}";
}

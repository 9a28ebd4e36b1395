using System.Collections.Immutable;
using Merlon.Connectivity.Classes;
using Merlon.Evaluation;
using Merlon.Model;

namespace Merlon.Connectivity;

/// <summary>What one end may open towards another. Equal by content.</summary>
/// <param name="Open">The open ports by protocol, ordered. Both versions of ICMP are told as ICMP.</param>
/// <param name="Unknown">Likewise those of which the data at hand does not tell whether they are open.</param>
public sealed record Opening(ImmutableArray<Connection> Open, ImmutableArray<Connection> Unknown)
{
    public static Opening None { get; } = new([], []);

    const int ProtocolCount = 4;

    /// <summary>Whether every port of every protocol is open, and ICMP.</summary>
    public bool IsEverything => Open.Length == ProtocolCount
        && Open.All(
            connection => !connection.Protocol.HasPorts || connection.Ports is [{ First: 1, Last: ushort.MaxValue }]);

    public bool IsNone => Open.IsEmpty && Unknown.IsEmpty;

    /// <summary>What of it is of this protocol, and at this port where one is given.</summary>
    public Opening Only(Protocol protocol, ushort? port)
    {
        return new Opening(Of(Open), Of(Unknown));

        ImmutableArray<Connection> Of(ImmutableArray<Connection> connections) =>
        [
            .. from connection in connections
               where connection.Protocol == protocol
               where port is null || connection.Ports.Any(range => range.Contains(port.Value))
               select port is null ? connection : connection with { Ports = [new PortRange(port.Value, port.Value)] },
        ];
    }

    public bool Equals(Opening? other) => other is not null
        && (ReferenceEquals(this, other) || (Open.SequenceEqual(other.Open) && Unknown.SequenceEqual(other.Unknown)));

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var connection in Open.Concat(Unknown)) hash.Add(connection);
        return hash.ToHashCode();
    }

    /// <summary>Of spans by protocol and port. Where both versions of ICMP are there, the first is told.</summary>
    internal static Opening Of(IEnumerable<PortSpan> spans)
    {
        var all = spans.ToList();
        return new Opening(Only(Verdict.Allow), Only(Verdict.Unknown));

        ImmutableArray<Connection> Only(Verdict verdict) =>
        [
            .. all.Where(span => span.Verdict == verdict)
                .GroupBy(span => span.Protocol.IsIcmp ? Protocol.Icmp : span.Protocol)
                .Select(group => new Connection(
                    group.Key, group.Key.HasPorts ? PortRanges.Union(group.Select(span => span.Ports)) : []))
                .OrderBy(connection => connection.Protocol.IsIcmp)
                .ThenBy(connection => connection.Protocol),
        ];
    }
}

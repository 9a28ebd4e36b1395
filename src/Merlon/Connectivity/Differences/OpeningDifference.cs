using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Connectivity.Differences;

/// <summary>What one opening has beyond another.</summary>
static class OpeningDifference
{
    /// <summary>What is open in one and not in the other, and what may be in one and certainly is not in the other.</summary>
    public static Opening Beyond(Opening one, Opening other)
    {
        if (one.Equals(other)) return Opening.None;
        return new Opening(
            Without(one.Open, other.Open),
            Without(Without(one.Unknown, other.Unknown), other.Open));
    }

    static ImmutableArray<Connection> Without(ImmutableArray<Connection> connections, ImmutableArray<Connection> others)
    {
        var left = ImmutableArray.CreateBuilder<Connection>();
        foreach (var connection in connections)
        {
            var other = others.FirstOrDefault(candidate => candidate.Protocol == connection.Protocol);
            if (other is null) left.Add(connection);
            else if (connection.Protocol.HasPorts)
            {
                var ports = Without(connection.Ports, other.Ports);
                if (!ports.IsEmpty) left.Add(connection with { Ports = ports });
            }
        }
        return left.ToImmutable();
    }

    static ImmutableArray<PortRange> Without(ImmutableArray<PortRange> ranges, ImmutableArray<PortRange> others) =>
        PortRanges.Union(PortRanges.Cut(ranges.Concat(others))
            .Where(part => ranges.Any(range => range.Contains(part.First)) && !others.Any(range => range.Contains(part.First))));
}

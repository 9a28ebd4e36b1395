using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Generation;

/// <summary>
/// What is to be closed: TCP ports of the nodes, for every pod but some. The nodes themselves, and every other port and
/// destination, stay as they are.
/// </summary>
/// <param name="Ports">The ports.</param>
/// <param name="Nodes">Blocks that hold the addresses of the nodes; never none.</param>
/// <param name="Allowed">Pods that are left alone.</param>
public sealed record Restriction(PortRange Ports, ImmutableArray<Cidr> Nodes, ImmutableArray<AllowedPods> Allowed)
{
    /// <summary>The part of every name that is written: <c>restrict-9001-9022</c>.</summary>
    public string Name => $"restrict-{Ports}";

    internal IEnumerable<Cidr> NodesOf(IpFamily family) => Nodes.Where(block => block.Family == family);

    public bool Equals(Restriction? other) => other is not null && Ports == other.Ports
        && Nodes.SequenceEqual(other.Nodes) && Allowed.SequenceEqual(other.Allowed);

    public override int GetHashCode() => HashCode.Combine(Ports, Nodes.Length, Allowed.Length);
}

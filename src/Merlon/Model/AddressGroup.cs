using System.Collections.Immutable;
using Merlon.Diagnostics;

namespace Merlon.Model;

/// <summary>
/// Addresses that carry labels, so that formulas select them: a set of blocks, or what is expected of a host's interface.
/// Equality is by reference.
/// </summary>
public sealed class AddressGroup : ILabelled
{
    /// <summary>What it is, for people: <c>GlobalNetworkSet partners</c>.</summary>
    public required string Name { get; init; }

    public required LabelSet Labels { get; init; }

    /// <summary>The namespace it is in; null for the whole cluster's.</summary>
    public ClusterNamespace? Namespace { get; init; }

    public ServiceAccount? ServiceAccount => null;

    public required ImmutableArray<Cidr> Blocks { get; init; }

    public required SourceLocation Location { get; init; }

    public bool Contains(IpAddress address)
    {
        foreach (var block in Blocks)
        {
            if (block.Contains(address)) return true;
        }
        return false;
    }

    /// <summary>The <see cref="Name"/>.</summary>
    public override string ToString() => Name;
}

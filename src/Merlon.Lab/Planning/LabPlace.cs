using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Lab.Planning;

/// <summary>A row and column of the matrix: something with addresses, in a network namespace. Equality is by reference.</summary>
public sealed class LabPlace
{
    public required PlaceKind Kind { get; init; }

    /// <summary>Its id: <c>namespace/pod</c>, <c>node/name</c>, <c>outside</c> or an address.</summary>
    public required string Id { get; init; }

    /// <summary>The shortest name that only it has.</summary>
    public required string Name { get; init; }

    /// <summary>The last part of the name of its network namespace. Outside places share one.</summary>
    public required string Netns { get; init; }

    /// <summary>The node it is or runs on; null outside.</summary>
    public string? Node { get; init; }

    /// <summary>The namespace of a pod; null elsewhere.</summary>
    public string? Namespace { get; init; }

    /// <summary>Its addresses; probes use the first of each family.</summary>
    public required ImmutableArray<IpAddress> Addresses { get; init; }

    /// <summary>The address that probes use; null where it has none of the family.</summary>
    public IpAddress? Address(IpFamily family)
    {
        foreach (var address in Addresses)
        {
            if (address.Family == family) return address;
        }
        return null;
    }

    /// <summary>The <see cref="Id"/>.</summary>
    public override string ToString() => Id;
}

using System.Collections.Immutable;
using Merlon.Diagnostics;

namespace Merlon.Model;

/// <summary>
/// An interface of a node that policies govern, or all of the node's. Equality is by reference.
/// </summary>
public sealed class HostEndpoint : ILabelled
{
    /// <summary>The interface name that means every interface without an endpoint of its own.</summary>
    public const string AnyInterface = "*";

    public required string Name { get; init; }

    public required string NodeName { get; init; }

    /// <summary>The interface; <see cref="AnyInterface"/> for all, null for the one that has an expected address.</summary>
    public required string? InterfaceName { get; init; }

    /// <summary>The addresses that are expected on it, and that selectors mean by it.</summary>
    public ImmutableArray<IpAddress> Addresses { get; init; } = [];

    public ImmutableArray<ContainerPort> Ports { get; init; } = [];

    /// <summary>The names of the profiles that judge what no policy decides, in order.</summary>
    public ImmutableArray<string> Profiles { get; init; } = [];

    /// <summary>Its own labels and those that its profiles give it.</summary>
    public required LabelSet Labels { get; init; }

    public ClusterNamespace? Namespace => null;

    public ServiceAccount? ServiceAccount => null;

    public required SourceLocation Location { get; init; }

    /// <summary>Whether it governs every interface that has no endpoint of its own.</summary>
    public bool IsWildcard => InterfaceName == AnyInterface;

    /// <summary>The same on an interface that is known to have one of its addresses.</summary>
    internal HostEndpoint On(string @interface) => new()
    {
        Name = Name,
        NodeName = NodeName,
        InterfaceName = @interface,
        Addresses = Addresses,
        Ports = Ports,
        Profiles = Profiles,
        Labels = Labels,
        Location = Location,
    };

    /// <summary><c>HostEndpoint n1-eth0</c>.</summary>
    public override string ToString() => $"HostEndpoint {Name}";
}

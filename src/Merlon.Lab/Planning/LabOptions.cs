using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Lab.Planning;

/// <summary>What a lab is to be.</summary>
public sealed record LabOptions
{
    public LabNetwork Network { get; init; } = LabNetwork.Routed;

    /// <summary>The ports to ask for; none to choose them by the cluster and its policies.</summary>
    public ImmutableArray<ProbePort> Ports { get; init; } = [];

    /// <summary>Ports to ask for beside the chosen ones: those that somebody makes claims about.</summary>
    public ImmutableArray<ProbePort> Claimed { get; init; } = [];

    /// <summary>Addresses outside the cluster to ask for, beside those that the policies speak of.</summary>
    public ImmutableArray<IpAddress> Outside { get; init; } = [];

    /// <summary>Only pairs with a pod of this namespace; null for all.</summary>
    public string? Namespace { get; init; }
}

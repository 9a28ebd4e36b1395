using System.Collections.Immutable;
using Merlon.Diagnostics;

namespace Merlon.Model;

/// <summary>
/// Something in the cluster that sends or receives: a pod, the pods of a workload's template, or a node.
/// Equality is by reference: an endpoint belongs to one <see cref="Cluster"/>.
/// </summary>
public sealed class Endpoint : ILabelled
{
    public required EndpointId Id { get; init; }

    public required EndpointKind Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>The namespace; null for a node.</summary>
    public ClusterNamespace? Namespace { get; init; }

    public required LabelSet Labels { get; init; }

    /// <summary>The account that a pod runs as; null for a node.</summary>
    public ServiceAccount? ServiceAccount { get; init; }

    /// <summary>
    /// Its addresses, the primary one first. Empty where none is known. A pod on the host network has its node's.
    /// </summary>
    public ImmutableArray<IpAddress> Addresses { get; init; } = [];

    /// <summary>Of a node: the blocks that its pods get their addresses from.</summary>
    public ImmutableArray<Cidr> PodRanges { get; init; } = [];

    public ImmutableArray<ContainerPort> Ports { get; init; } = [];

    /// <summary>The node it runs on, or the node's own name; null where unknown.</summary>
    public string? NodeName { get; init; }

    /// <summary>A pod in its node's network namespace: no policy selects it, and its packets are the node's.</summary>
    public bool IsHostNetwork { get; init; }

    /// <summary>Whether it is a pod with a network of its own: what policies select as subject and as peer.</summary>
    public bool IsOnPodNetwork => Kind != EndpointKind.Node && !IsHostNetwork;

    /// <summary>Whether a Service sends to it.</summary>
    public bool IsReady { get; init; } = true;

    /// <summary>The workload it belongs to (<c>namespace/Kind/name</c>), or its own id.</summary>
    public required EndpointId Workload { get; init; }

    public required SourceLocation Location { get; init; }

    /// <summary>Its place in <see cref="Cluster.Endpoints"/>, from 0.</summary>
    public int Index { get; internal set; } = -1;

    /// <summary>The <see cref="Id"/>.</summary>
    public override string ToString() => Id.Text;
}

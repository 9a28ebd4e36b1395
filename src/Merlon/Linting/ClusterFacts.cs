using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Linting;

/// <summary>
/// What is known of a cluster beside its manifests. What is empty or null is not known: checks that need it look at the
/// manifests, or assume what most clusters have and say so.
/// </summary>
public sealed record ClusterFacts
{
    public static ClusterFacts None { get; } = new();

    /// <summary>The addresses at which pods ask for names, after translation: of DNS pods or of a node's cache.</summary>
    public ImmutableArray<IpAddress> DnsAddresses { get; init; } = [];

    /// <summary>The port at which the resolvers listen.</summary>
    public ushort DnsPort { get; init; } = 53;

    /// <summary>The addresses of the API servers, after translation.</summary>
    public ImmutableArray<IpAddress> ApiAddresses { get; init; } = [];

    /// <summary>The port at which the API servers listen, after translation.</summary>
    public ushort ApiPort { get; init; } = 6443;

    /// <summary>The blocks that pods get their addresses from.</summary>
    public ImmutableArray<Cidr> PodRanges { get; init; } = [];

    /// <summary>The blocks that nodes have their addresses in.</summary>
    public ImmutableArray<Cidr> NodeRanges { get; init; } = [];

    /// <summary>The blocks that Services get their addresses from.</summary>
    public ImmutableArray<Cidr> ServiceRanges { get; init; } = [];

    /// <summary>Whether pods have addresses of both IP versions.</summary>
    public bool? IsDualStack { get; init; }
}

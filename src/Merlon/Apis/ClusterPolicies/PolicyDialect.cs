using System.Collections.Immutable;
using Merlon.Manifests;
using Merlon.Policies;

namespace Merlon.Apis.ClusterPolicies;

/// <summary>In what the kinds of cluster-wide policies differ: words, limits and the form of ports.</summary>
sealed class PolicyDialect
{
    public required string Kind { get; init; }

    /// <summary>The tier that the kind implies; null where it is written.</summary>
    public PolicyTier? ImpliedTier { get; init; }

    public bool HasPriority { get; init; } = true;

    /// <summary>The only name that an object may have; null where any will do.</summary>
    public string? OnlyName { get; init; }

    /// <summary>What rules may do, by the words for it.</summary>
    public required ImmutableSortedDictionary<string, RuleAction> Actions { get; init; }

    public required int MaxRules { get; init; }

    public required int MaxPeers { get; init; }

    public required int MaxPorts { get; init; }

    /// <summary>The list of ports in a rule.</summary>
    public required string PortsField { get; init; }

    /// <summary>Whether the checks of the experimental channel apply where the channel is not told.</summary>
    public bool AssumesExperimental { get; init; }

    /// <summary>Whether peers may be names outside the cluster.</summary>
    public bool HasDomainNames { get; init; } = true;

    /// <summary>Whether a selector of pods must come with one of namespaces.</summary>
    public bool PodsNeedNamespaces { get; init; }

    /// <summary>Reads an element of <see cref="PortsField"/>.</summary>
    public required Func<Value, ClusterPortSpec> ReadPort { get; init; }
}

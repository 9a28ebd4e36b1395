using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>The objects of a cluster that matter to policy, as written. No two of a kind share a name.</summary>
public sealed record ResourceSet
{
    public ImmutableArray<NamespaceResource> Namespaces { get; init; } = [];

    public ImmutableArray<NodeResource> Nodes { get; init; } = [];

    public ImmutableArray<PodResource> Pods { get; init; } = [];

    public ImmutableArray<WorkloadResource> Workloads { get; init; } = [];

    public ImmutableArray<ServiceResource> Services { get; init; } = [];

    public ImmutableArray<EndpointSliceResource> EndpointSlices { get; init; } = [];

    public ImmutableArray<ServiceAccountResource> ServiceAccounts { get; init; } = [];

    public ImmutableArray<NetworkSetResource> NetworkSets { get; init; } = [];

    public ImmutableArray<HostEndpointResource> HostEndpoints { get; init; } = [];

    public ImmutableArray<FailsafeResource> Failsafes { get; init; } = [];

    public ImmutableArray<AutoHostEndpoints> AutoHostEndpoints { get; init; } = [];

    /// <summary>The addresses of names outside the cluster, as far as they are known.</summary>
    public DomainTable Domains { get; init; } = DomainTable.Empty;

    public ImmutableArray<PolicyResource> Policies { get; init; } = [];
}

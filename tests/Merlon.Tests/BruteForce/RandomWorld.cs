namespace Merlon.Tests.BruteForce;

/// <summary>A small made-up cluster. Lists are compared by reference: worlds are identified by their seed.</summary>
sealed record RandomWorld(
    int Seed,
    IReadOnlyList<NodeData> Nodes,
    IReadOnlyList<NamespaceData> Namespaces,
    IReadOnlyList<PodData> Pods,
    IReadOnlyList<ServiceData> Services,
    IReadOnlyList<PolicyData> Policies)
{
    /// <summary>Policies above and below those of namespaces.</summary>
    public IReadOnlyList<ClusterPolicyData> ClusterPolicies { get; init; } = [];

    /// <summary>Calico's objects, where there are any.</summary>
    public CalicoData? Calico { get; init; }
}

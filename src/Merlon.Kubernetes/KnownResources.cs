using System.Collections.Immutable;

namespace Merlon.Kubernetes;

/// <summary>What Merlon reads of a cluster.</summary>
public static class KnownResources
{
    const string ClusterWide = "policy.networking.k8s.io";

    static readonly string[] CalicoKinds =
    [
        "Tier", "GlobalNetworkPolicy", "NetworkPolicy", "GlobalNetworkSet", "NetworkSet", "HostEndpoint", "Profile",
        "FelixConfiguration", "KubeControllersConfiguration",
    ];

    static readonly string[] CalicoStagedKinds =
        ["StagedGlobalNetworkPolicy", "StagedNetworkPolicy", "StagedKubernetesNetworkPolicy"];

    static readonly string[] CalicoNamespaced =
        ["NetworkPolicy", "NetworkSet", "StagedNetworkPolicy", "StagedKubernetesNetworkPolicy"];

    /// <summary>Who can send and receive: what an enforcer must know.</summary>
    public static ImmutableArray<ApiResource> Endpoints { get; } =
    [
        new("", "v1", "namespaces", "Namespace", false),
        new("", "v1", "nodes", "Node", false),
        new("", "v1", "pods", "Pod", true),
        new("", "v1", "serviceaccounts", "ServiceAccount", true),
    ];

    /// <summary>Services and what stands behind them.</summary>
    public static ImmutableArray<ApiResource> Services { get; } =
    [
        new("", "v1", "services", "Service", true),
        new("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", true),
    ];

    /// <summary>What makes pods.</summary>
    public static ImmutableArray<ApiResource> Workloads { get; } =
    [
        new("", "v1", "replicationcontrollers", "ReplicationController", true),
        new("apps", "v1", "deployments", "Deployment", true),
        new("apps", "v1", "replicasets", "ReplicaSet", true),
        new("apps", "v1", "statefulsets", "StatefulSet", true),
        new("apps", "v1", "daemonsets", "DaemonSet", true),
        new("batch", "v1", "jobs", "Job", true),
        new("batch", "v1", "cronjobs", "CronJob", true),
    ];

    /// <summary>The policies of all APIs that are known, whether evaluated or not, and what they rest on.</summary>
    public static ImmutableArray<ApiResource> Policies { get; } =
    [
        new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true),
        new(ClusterWide, "v1alpha1", "adminnetworkpolicies", "AdminNetworkPolicy", false),
        new(ClusterWide, "v1alpha1", "baselineadminnetworkpolicies", "BaselineAdminNetworkPolicy", false),
        new(ClusterWide, "v1alpha2", "clusternetworkpolicies", "ClusterNetworkPolicy", false),
        .. Calico("projectcalico.org", "v3", CalicoKinds),
        .. Calico("crd.projectcalico.org", "v1", CalicoKinds),
        new("cilium.io", "v2", "ciliumnetworkpolicies", "CiliumNetworkPolicy", true),
        new("cilium.io", "v2", "ciliumclusterwidenetworkpolicies", "CiliumClusterwideNetworkPolicy", false),
        new("crd.antrea.io", "v1beta1", "networkpolicies", "NetworkPolicy", true),
        new("crd.antrea.io", "v1beta1", "clusternetworkpolicies", "ClusterNetworkPolicy", false),
    ];

    /// <summary>Policies that are not in force.</summary>
    public static ImmutableArray<ApiResource> StagedPolicies { get; } =
    [
        .. Calico("projectcalico.org", "v3", CalicoStagedKinds),
        .. Calico("crd.projectcalico.org", "v1", CalicoStagedKinds),
    ];

    /// <summary>Everything.</summary>
    public static ImmutableArray<ApiResource> All { get; } =
        [.. Endpoints, .. Services, .. Workloads, .. Policies, .. StagedPolicies];

    static IEnumerable<ApiResource> Calico(string apiGroup, string version, string[] kinds) =>
        from kind in kinds
        let plural = kind.EndsWith('y') ? kind[..^1] + "ies" : kind + "s"
        select new ApiResource(
            apiGroup, version, plural.ToLowerInvariant(), kind, CalicoNamespaced.Contains(kind));
}

namespace Merlon.TestServer;

/// <summary>A resource that the server can serve.</summary>
public sealed record ServedResource(string Group, string Version, string Plural, string Kind, bool IsNamespaced)
{
    public string GroupVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public string Singular => Kind.ToLowerInvariant();

    /// <summary>What a cluster has from the start.</summary>
    public static IReadOnlyList<ServedResource> BuiltIn { get; } =
    [
        new("", "v1", "namespaces", "Namespace", false),
        new("", "v1", "nodes", "Node", false),
        new("", "v1", "pods", "Pod", true),
        new("", "v1", "services", "Service", true),
        new("", "v1", "serviceaccounts", "ServiceAccount", true),
        new("", "v1", "replicationcontrollers", "ReplicationController", true),
        new("", "v1", "configmaps", "ConfigMap", true),
        new("apps", "v1", "deployments", "Deployment", true),
        new("apps", "v1", "replicasets", "ReplicaSet", true),
        new("apps", "v1", "statefulsets", "StatefulSet", true),
        new("apps", "v1", "daemonsets", "DaemonSet", true),
        new("batch", "v1", "jobs", "Job", true),
        new("batch", "v1", "cronjobs", "CronJob", true),
        new("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", true),
        new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true),
    ];

    /// <summary>What is installed later: <see cref="ApiServer.Install"/>.</summary>
    public static IReadOnlyList<ServedResource> Optional { get; } =
    [
        new("policy.networking.k8s.io", "v1alpha1", "adminnetworkpolicies", "AdminNetworkPolicy", false),
        new("policy.networking.k8s.io", "v1alpha1", "baselineadminnetworkpolicies", "BaselineAdminNetworkPolicy", false),
        new("policy.networking.k8s.io", "v1alpha2", "clusternetworkpolicies", "ClusterNetworkPolicy", false),
        .. CalicoKinds("projectcalico.org", "v3"),
        .. CalicoKinds("crd.projectcalico.org", "v1"),
    ];

    public static ServedResource Of(string plural, string apiGroup = "") =>
        BuiltIn.Concat(Optional).First(known => known.Plural == plural && known.Group == apiGroup);

    static IEnumerable<ServedResource> CalicoKinds(string apiGroup, string version) =>
    [
        new(apiGroup, version, "tiers", "Tier", false),
        new(apiGroup, version, "globalnetworkpolicies", "GlobalNetworkPolicy", false),
        new(apiGroup, version, "networkpolicies", "NetworkPolicy", true),
        new(apiGroup, version, "globalnetworksets", "GlobalNetworkSet", false),
        new(apiGroup, version, "networksets", "NetworkSet", true),
        new(apiGroup, version, "hostendpoints", "HostEndpoint", false),
        new(apiGroup, version, "profiles", "Profile", false),
        new(apiGroup, version, "felixconfigurations", "FelixConfiguration", false),
        new(apiGroup, version, "kubecontrollersconfigurations", "KubeControllersConfiguration", false),
        new(apiGroup, version, "stagednetworkpolicies", "StagedNetworkPolicy", true),
        new(apiGroup, version, "stagedglobalnetworkpolicies", "StagedGlobalNetworkPolicy", false),
        new(apiGroup, version, "stagedkubernetesnetworkpolicies", "StagedKubernetesNetworkPolicy", true),
    ];
}

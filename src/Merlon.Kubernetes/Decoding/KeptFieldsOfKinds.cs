using System.Collections.Frozen;

namespace Merlon.Kubernetes.Decoding;

/// <summary>What is kept of each kind: the fields that the readers of the library read, and no rule about them.</summary>
static class KeptFieldsOfKinds
{
    static readonly KeptFields Metadata = KeptFields.Only("name", "namespace", "labels")
        .With("ownerReferences", KeptFields.Only("kind", "name", "controller"))
        .AsMetadata();

    static readonly KeptFields Port = KeptFields.Only("name", "containerPort", "protocol");

    static readonly KeptFields Container = KeptFields.Only("name", "restartPolicy").With("ports", Port);

    static readonly KeptFields PodSpec = KeptFields.Only("hostNetwork", "nodeName", "serviceAccountName", "serviceAccount")
        .With("containers", Container)
        .With("initContainers", Container);

    static readonly KeptFields PodStatus = KeptFields.Only("phase", "podIP", "podIPs", "hostIP", "hostIPs")
        .With("conditions", KeptFields.Only("type", "status"));

    static readonly KeptFields WorkloadSpec = KeptFields.Only(
        ("template", KeptFields.Only(("metadata", KeptFields.Only("labels")), ("spec", PodSpec))));

    static readonly KeptFields Pod =
        KeptFields.Only(("metadata", Metadata), ("spec", PodSpec), ("status", PodStatus));

    static readonly KeptFields Workload = KeptFields.Only(
        ("metadata", Metadata),
        ("spec", WorkloadSpec.With("jobTemplate", KeptFields.Only(("spec", WorkloadSpec)))));

    static readonly KeptFields Node = KeptFields.Only(
        ("metadata", Metadata),
        ("spec", KeptFields.Only("podCIDR", "podCIDRs")),
        ("status", KeptFields.Only(("addresses", KeptFields.Only("type", "address")))));

    static readonly KeptFields Service = KeptFields.Only(
        ("metadata", Metadata),
        ("spec", KeptFields.Only("type", "clusterIP", "clusterIPs", "selector", "externalTrafficPolicy")
            .With("ports", KeptFields.Only("name", "protocol", "port", "targetPort", "nodePort"))));

    static readonly KeptFields EndpointSlice = KeptFields.Only("addressType")
        .With("metadata", Metadata)
        .With("endpoints", KeptFields.Only(
            ("addresses", KeptFields.Whole), ("conditions", KeptFields.Only("ready"))))
        .With("ports", KeptFields.Only("name", "protocol", "port"));

    static readonly KeptFields Header = KeptFields.Only(("metadata", Metadata));

    // A policy is kept whole: what is not understood in it must be seen. Some engines keep a policy's own name and
    // labels in an annotation.
    static readonly KeptFields Policy = KeptFields.AllBut("apiVersion", "kind", "status").With(
        "metadata",
        Metadata.With("annotations", KeptFields.AllBut("kubectl.kubernetes.io/last-applied-configuration")));

    static readonly FrozenDictionary<(string Group, string Kind), KeptFields> Known =
        new Dictionary<(string, string), KeptFields>
        {
            [("", "Pod")] = Pod,
            [("", "Namespace")] = Header,
            [("", "ServiceAccount")] = Header,
            [("", "Node")] = Node,
            [("", "Service")] = Service,
            [("", "ReplicationController")] = Workload,
            [("discovery.k8s.io", "EndpointSlice")] = EndpointSlice,
            [("apps", "Deployment")] = Workload,
            [("apps", "ReplicaSet")] = Workload,
            [("apps", "StatefulSet")] = Workload,
            [("apps", "DaemonSet")] = Workload,
            [("batch", "Job")] = Workload,
            [("batch", "CronJob")] = Workload,
        }.ToFrozenDictionary();

    /// <summary>Any kind that is not listed is kept as a policy is.</summary>
    public static KeptFields Of(ApiResource resource) =>
        Known.GetValueOrDefault((resource.Group, resource.Kind), Policy);
}

using System.Collections.Frozen;

namespace Merlon.Manifests.Nodes;

/// <summary>Words that stand in most manifests, so that each is one object. None of them means anything but itself.</summary>
static class PlainYamlWords
{
    static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Known = new[]
    {
        "apiVersion", "kind", "metadata", "name", "namespace", "labels", "annotations", "spec", "status", "items",
        "ownerReferences", "controller", "blockOwnerDeletion", "uid", "resourceVersion", "creationTimestamp",
        "generateName", "generation", "nodeName", "containers", "initContainers", "image", "imagePullPolicy", "ports",
        "containerPort", "protocol", "port", "targetPort", "endPort", "hostPort", "env", "value", "valueFrom", "resources",
        "limits", "requests", "cpu", "memory", "volumeMounts", "mountPath", "readOnly", "volumes", "args", "command",
        "serviceAccount", "serviceAccountName", "restartPolicy", "dnsPolicy", "schedulerName", "securityContext",
        "terminationGracePeriodSeconds", "terminationMessagePath", "terminationMessagePolicy", "tolerations", "effect",
        "key", "operator", "values", "tolerationSeconds", "priority", "preemptionPolicy", "hostNetwork", "hostIP", "hostIPs",
        "podIP", "podIPs", "ip", "phase", "qosClass", "startTime", "conditions", "lastTransitionTime", "lastProbeTime",
        "type", "reason", "message", "containerStatuses", "containerID", "imageID", "ready", "restartCount", "started",
        "state", "running", "startedAt", "lastState", "podSelector", "namespaceSelector", "matchLabels",
        "matchExpressions", "policyTypes", "ingress", "egress", "from", "to", "ipBlock", "cidr", "except", "selector",
        "app", "tier", "template", "replicas", "pod-template-hash", "default", "kube-system",
        "Pod", "List", "NetworkPolicy", "Namespace", "Node", "Service", "Deployment", "ReplicaSet", "v1", "apps/v1",
        "networking.k8s.io/v1", "TCP", "UDP", "SCTP", "Ingress", "Egress", "Running", "Ready", "Always", "IfNotPresent",
    }.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The word; null where it is none of them.</summary>
    public static string? TryGet(ReadOnlySpan<char> text) => Known.TryGetValue(text, out var known) ? known : null;
}

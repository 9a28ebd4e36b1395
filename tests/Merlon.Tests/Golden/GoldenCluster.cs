namespace Merlon.Tests.Golden;

/// <summary>The cluster that the golden rows speak of.</summary>
static class GoldenCluster
{
    public const string Manifests = """
        apiVersion: v1
        kind: Node
        metadata: {name: n1}
        status: {addresses: [{type: InternalIP, address: 70.0.98.11}, {type: Hostname, address: n1}]}
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: n2}
        status: {addresses: [{type: InternalIP, address: 70.0.98.12}]}
        ---
        apiVersion: v1
        kind: List
        items:
        - {apiVersion: v1, kind: Namespace, metadata: {name: x, labels: {ns: x, team: a}}}
        - {apiVersion: v1, kind: Namespace, metadata: {name: 'y', labels: {ns: 'y', project: myproject}}}
        # The automatic label wins over what a manifest claims.
        - {apiVersion: v1, kind: Namespace, metadata: {name: z, labels: {ns: z, kubernetes.io/metadata.name: 'y'}}}
        - {apiVersion: v1, kind: Namespace, metadata: {name: kube-system}}
        - {apiVersion: v1, kind: Namespace, metadata: {name: trusted}}
        - {apiVersion: v1, kind: Service, metadata: {name: web, namespace: x}, spec: {clusterIP: 10.96.0.10, selector: {pod: b}, ports: [{port: 80, targetPort: 8080}]}}
        - {apiVersion: v1, kind: Service, metadata: {name: self, namespace: x}, spec: {clusterIP: 10.96.0.11, selector: {pod: b}, ports: [{port: 80, targetPort: http}]}}
        - {apiVersion: projectcalico.org/v3, kind: GlobalNetworkSet, metadata: {name: ext, labels: {set: ext}}, spec: {nets: [203.0.113.0/24]}}
        """;

    static readonly string[] Pods =
    [
        Pod("x", "a", "n1", "Running", "10.244.1.10", "pod: a, role: db", "http=80/TCP alt=81/TCP dns=53/UDP"),
        Pod("x", "b", "n2", "Running", "10.244.2.10", "pod: b, role: frontend", "http=8080/TCP"),
        Pod("x", "c", "n1", "Running", "10.244.1.11", "pod: c"),
        Pod("x", "d", "n2", "Running", "10.244.2.11 fd00:10:244:2::11", "pod: d"),
        Pod("x", "h", "n1", "Running", "70.0.98.11", "pod: h, role: frontend", hostNetwork: true),
        Pod("x", "done", "n1", "Succeeded", "10.244.1.99", "role: frontend"),
        Pod("x", "pend", "", "Pending", "", "role: frontend"),
        Pod("y", "a", "n2", "Running", "10.244.2.20", "pod: a, role: frontend", "http=80/TCP"),
        Pod("y", "b", "n1", "Running", "10.244.1.20", "pod: b"),
        Pod("y", "d", "n2", "Running", "10.244.2.21 fd00:10:244:2::21", "pod: d"),
        Pod("z", "a", "n1", "Running", "10.244.1.30", "pod: a"),
        Pod(
            "kube-system",
            "dns",
            "n1",
            "Running",
            "10.244.1.53",
            "k8s-app: kube-dns",
            "dns=53/UDP dns-tcp=53/TCP metrics=9153/TCP"),
        Pod("trusted", "t", "n2", "Running", "10.244.2.30", "app: t"),
    ];

    public static string AllManifests => $"{Manifests}\n---\n{string.Join("\n---\n", Pods)}\n";

    static string Pod(
        string @namespace,
        string name,
        string node,
        string phase,
        string addresses,
        string labels,
        string ports = "",
        bool hostNetwork = false)
    {
        var containerPorts = ports.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(port => port.Split('=', '/'))
            .Select(parts => $"{{name: {parts[0]}, containerPort: {parts[1]}, protocol: {parts[2]}}}");
        var podIPs = addresses
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(address => $"{{ip: \"{address}\"}}");
        return $$"""
            apiVersion: v1
            kind: Pod
            metadata:
              name: {{name}}
              namespace: '{{@namespace}}'
              labels: { {{labels}} }
            spec:
              nodeName: "{{node}}"
              hostNetwork: {{(hostNetwork ? "true" : "false")}}
              containers:
              - name: main
                ports: [{{string.Join(", ", containerPorts)}}]
            status:
              phase: {{phase}}
              podIPs: [{{string.Join(", ", podIPs)}}]
            """;
    }
}

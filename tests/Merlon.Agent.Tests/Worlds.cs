namespace Merlon.Agent.Tests;

/// <summary>A small cluster in short words: one node, a web pod, a database, and someone elsewhere.</summary>
static class Worlds
{
    public const string Node = "{apiVersion: v1, kind: Node, metadata: {name: n1}, spec: {podCIDRs: [10.1.0.0/24]}}";

    public static string Cluster { get; } = Documents(
        Node,
        Pod("web", "n1", "10.1.0.5", "app: web"),
        Pod("db", "n1", "10.1.0.6", "app: db"),
        Pod("guest", "n2", "10.2.0.2", "app: guest"));

    public static string Pod(string name, string node, string address, string labels) =>
        $"{{apiVersion: v1, kind: Pod, metadata: {{name: {name}, namespace: shop, labels: {{{labels}}}}}, spec: {{nodeName: {node}}}, status: {{phase: Running, podIP: {address}}}}}";

    /// <summary>A policy that lets one app in to another.</summary>
    public static string Allow(string name, string to, string from) =>
        $"{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: {name}, namespace: shop}}, spec: {{podSelector: {{matchLabels: {{app: {to}}}}}, ingress: [{{from: [{{podSelector: {{matchLabels: {{app: {from}}}}}}}]}}]}}}}";

    public static string Documents(params string[] lines) => string.Concat(lines.Select(line => $"--- {line}\n"));
}

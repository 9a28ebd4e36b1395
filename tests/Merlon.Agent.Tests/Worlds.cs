namespace Merlon.Agent.Tests;

/// <summary>A small cluster in short words: one node, a web pod, a database, and someone elsewhere. All of it is JSON.</summary>
static class Worlds
{
    public const string Node = """{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1"}, "spec": {"podCIDRs": ["10.1.0.0/24"]}}""";

    public static string Cluster { get; } = Documents(
        Node, Pod("web", "n1", "10.1.0.5", "web"), Pod("db", "n1", "10.1.0.6", "db"), Pod("guest", "n2", "10.2.0.2", "guest"));

    public static string Pod(string name, string node, string address, string app) => $$$$"""
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "{{{{name}}}}", "namespace": "shop", "labels": {"app": "{{{{app}}}}"}}, "spec": {"nodeName": "{{{{node}}}}", "containers": [{"name": "main", "ports": [{"name": "http", "containerPort": 8080}]}]}, "status": {"phase": "Running", "podIP": "{{{{address}}}}"}}
        """;

    /// <summary>A policy that lets one app in to another.</summary>
    public static string Allow(string name, string to, string from) => $$$$"""
        {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "{{{{name}}}}", "namespace": "shop"}, "spec": {"podSelector": {"matchLabels": {"app": "{{{{to}}}}"}}, "policyTypes": ["Ingress"], "ingress": [{"from": [{"podSelector": {"matchLabels": {"app": "{{{{from}}}}"}}}]}]}}
        """;

    /// <summary>A policy of Calico that denies an app what carries the label of a role: pods, and sets of networks.</summary>
    public static string Deny(string name, string to, string role) => $$$$"""
        {"apiVersion": "projectcalico.org/v3", "kind": "GlobalNetworkPolicy", "metadata": {"name": "{{{{name}}}}"}, "spec": {"order": 10, "selector": "app == '{{{{to}}}}'", "ingress": [{"action": "Deny", "source": {"selector": "role == '{{{{role}}}}' || app == '{{{{role}}}}'"}}, {"action": "Allow"}]}}
        """;

    /// <summary>A set of networks of a role.</summary>
    public static string Networks(string name, string role, string network) => $$$$"""
        {"apiVersion": "projectcalico.org/v3", "kind": "GlobalNetworkSet", "metadata": {"name": "{{{{name}}}}", "labels": {"role": "{{{{role}}}}"}}, "spec": {"nets": ["{{{{network}}}}"]}}
        """;

    public static string Documents(params string[] lines) => string.Concat(lines.Select(line => $"---\n{line}\n"));
}

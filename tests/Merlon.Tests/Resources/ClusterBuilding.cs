using Merlon.Model;
using Merlon.Tests.Manifests;

namespace Merlon.Tests.Resources;

/// <summary>What a cluster looks like once its objects are joined.</summary>
public sealed class ClusterBuilding
{
    [Fact]
    public void A_node_and_a_pod_of_a_namespace_called_node_are_two_endpoints()
    {
        var cluster = Build("""
            --- {apiVersion: v1, kind: Node, metadata: {name: x}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: x, namespace: node}}
            """);
        Assert.Equal(["node/Pod/x", "node/x"], cluster.Endpoints.Select(endpoint => endpoint.Id.Text));
    }

    [Fact]
    public void Workloads_that_claim_to_own_each_other_are_both_there()
    {
        var cluster = Build("""
            --- {apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: a, namespace: x, ownerReferences: [{kind: ReplicaSet, name: b}]}}
            --- {apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: b, namespace: x, ownerReferences: [{kind: ReplicaSet, name: a}]}}
            """);
        Assert.Equal(["x/ReplicaSet/a", "x/ReplicaSet/b"], cluster.Endpoints.Select(endpoint => endpoint.Id.Text));
    }

    [Fact]
    public void Two_pods_with_one_generated_name_are_two_endpoints()
    {
        var cluster = Build("""
            --- {apiVersion: v1, kind: Pod, metadata: {generateName: web-, namespace: x}}
            --- {apiVersion: v1, kind: Pod, metadata: {generateName: web-, namespace: x}}
            """);
        Assert.Equal(2, cluster.Endpoints.Length);
        Assert.All(cluster.Endpoints, pod => Assert.Matches("^x/web-[a-z0-9]{5}$", pod.Id.Text));
    }

    [Fact]
    public void A_workload_without_pods_stands_for_them()
    {
        var cluster = Build("""
            --- {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop, labels: {not: these}}, spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{ports: [{containerPort: 80}]}]}}}}
            """);
        var web = Assert.Single(cluster.Endpoints);
        Assert.Equal(
            ("shop/Deployment/web", EndpointKind.Workload, "app=web"), (web.Id.Text, web.Kind, web.Labels.ToString()));
        Assert.Single(web.Ports);
        Assert.Empty(web.Addresses);
        Assert.True(web.IsOnPodNetwork);
    }

    [Fact]
    public void A_workload_with_pods_is_its_pods()
    {
        var cluster = Build("""
            --- {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db, namespace: shop}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: db-0, namespace: shop, ownerReferences: [{kind: StatefulSet, name: db}]}}
            """);
        Assert.Equal([("shop/db-0", "shop/StatefulSet/db")], Workloads(cluster));
    }

    [Fact]
    public void A_pod_belongs_to_the_topmost_owner()
    {
        var cluster = Build("""
            --- {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}}
            --- {apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web-x1, namespace: shop, ownerReferences: [{kind: Deployment, name: web}]}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: web-x1-a, namespace: shop, ownerReferences: [{kind: ReplicaSet, name: web-x1}]}}
            --- {apiVersion: batch/v1, kind: CronJob, metadata: {name: night, namespace: shop}}
            --- {apiVersion: batch/v1, kind: Job, metadata: {name: night-1, namespace: shop, ownerReferences: [{kind: CronJob, name: night}]}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: night-1-a, namespace: shop, ownerReferences: [{kind: Job, name: night-1}]}}
            """);
        Assert.Equal(
            [("shop/night-1-a", "shop/CronJob/night"), ("shop/web-x1-a", "shop/Deployment/web")], Workloads(cluster));
    }

    [Fact]
    public void A_ReplicaSet_that_is_not_given_leads_to_its_Deployment_by_the_hash_in_its_name()
    {
        var cluster = Build("""
            --- {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop, labels: {pod-template-hash: 5d8f}, ownerReferences: [{kind: ReplicaSet, name: web-5d8f}]}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: b, namespace: shop, labels: {pod-template-hash: other}, ownerReferences: [{kind: ReplicaSet, name: web-5d8f}]}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: c, namespace: shop, ownerReferences: [{kind: ReplicaSet, name: bare}]}}
            """);
        Assert.Equal(
            [
                ("shop/a", "shop/Deployment/web"),
                ("shop/b", "shop/ReplicaSet/web-5d8f"),
                ("shop/c", "shop/ReplicaSet/bare"),
            ],
            Workloads(cluster));
    }

    [Fact]
    public void A_Deployment_without_pods_stands_for_its_ReplicaSet_too()
    {
        var cluster = Build("""
            --- {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}}
            --- {apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web-x1, namespace: shop, ownerReferences: [{kind: Deployment, name: web}]}}
            --- {apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: alone, namespace: shop, ownerReferences: [{kind: Deployment, name: gone}]}}
            """);
        Assert.Equal(["shop/Deployment/web", "shop/ReplicaSet/alone"], Ids(cluster));
    }

    [Fact]
    public void An_owner_in_another_namespace_is_another_one()
    {
        var cluster = Build("""
            --- {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db, namespace: other}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: db-0, namespace: shop, ownerReferences: [{kind: StatefulSet, name: db}]}}
            """);
        Assert.Equal(["other/StatefulSet/db", "shop/db-0"], Ids(cluster));
    }

    [Fact]
    public void A_static_pod_is_its_own_workload()
    {
        var cluster = Build(
            "--- {apiVersion: v1, kind: Pod, metadata: {name: proxy, namespace: shop, ownerReferences: [{kind: Node, "
                + "name: n1}]}}");
        Assert.Equal([("shop/proxy", "shop/proxy")], Workloads(cluster));
    }

    [Fact]
    public void Owners_in_a_circle_are_followed_once()
    {
        var cluster = Build("""
            --- {apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: a, namespace: shop, ownerReferences: [{kind: ReplicaSet, name: b}]}}
            --- {apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: b, namespace: shop, ownerReferences: [{kind: ReplicaSet, name: a}]}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop, ownerReferences: [{kind: ReplicaSet, name: a}]}}
            """);
        Assert.Equal([("shop/p", "shop/ReplicaSet/b")], Workloads(cluster));
    }

    [Fact]
    public void A_finished_pod_is_no_endpoint_and_owns_no_address()
    {
        var cluster = Build("""
            --- {apiVersion: batch/v1, kind: Job, metadata: {name: once, namespace: shop}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: once-a, namespace: shop, ownerReferences: [{kind: Job, name: once}]}, status: {phase: Succeeded, podIP: 10.244.1.9}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: broken, namespace: shop}, status: {phase: Failed, podIP: 10.244.1.8}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, status: {phase: Running, podIP: 10.244.1.9}}
            """);
        Assert.Equal(["shop/web"], Ids(cluster));
        Assert.Equal("shop/web", Owner(cluster, "10.244.1.9"));
        Assert.Null(Owner(cluster, "10.244.1.8"));
    }

    [Fact]
    public void Nodes_are_implied_by_the_pods_that_run_on_them()
    {
        var cluster = Build("""
            --- {apiVersion: v1, kind: Node, metadata: {name: n1}, status: {addresses: [{type: InternalIP, address: 192.0.2.1}]}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop}, spec: {nodeName: n1}, status: {podIP: 10.244.1.1, hostIP: 192.0.2.9}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: b, namespace: shop}, spec: {nodeName: n2}, status: {podIP: 10.244.2.1, hostIP: 192.0.2.2}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: h, namespace: shop}, spec: {nodeName: n2, hostNetwork: true}, status: {podIP: 'fd00::2', hostIP: 192.0.2.2}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: c, namespace: shop}, spec: {nodeName: n3}}
            """);
        Assert.Equal(
            [("node/n1", "192.0.2.1"), ("node/n2", "192.0.2.2 fd00::2"), ("node/n3", "")],
            cluster.Endpoints.Where(endpoint => endpoint.Kind == EndpointKind.Node)
                .Select(node => (node.Id.Text, string.Join(' ', node.Addresses.Order()))));
        Assert.Null(Owner(cluster, "192.0.2.9"));
    }

    [Fact]
    public void A_pod_on_the_host_network_has_the_addresses_of_its_node()
    {
        var cluster = Build("""
            --- {apiVersion: v1, kind: Node, metadata: {name: n1}, status: {addresses: [{type: InternalIP, address: 192.0.2.1}]}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: h, namespace: shop}, spec: {nodeName: n1, hostNetwork: true}}
            """);
        Assert.True(cluster.TryGetEndpoint("shop/h", out var pod));
        Assert.Equal(["192.0.2.1"], pod.Addresses.Select(address => address.ToString()));
        Assert.False(pod.IsOnPodNetwork);
    }

    [Fact]
    public void An_address_belongs_to_a_pod_before_a_node_before_a_pod_on_the_host_network()
    {
        var cluster = Build("""
            --- {apiVersion: v1, kind: Pod, metadata: {name: a-host, namespace: shop}, spec: {nodeName: n1, hostNetwork: true}, status: {podIP: 192.0.2.1}}
            --- {apiVersion: v1, kind: Node, metadata: {name: n1}, status: {addresses: [{type: InternalIP, address: 192.0.2.1}, {type: ExternalIP, address: 192.0.2.7}]}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, status: {podIP: 192.0.2.7}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: lonely, namespace: shop}, spec: {hostNetwork: true}, status: {podIP: 192.0.2.8}}
            """);
        Assert.Equal("node/n1", Owner(cluster, "192.0.2.1"));
        Assert.Equal("shop/web", Owner(cluster, "192.0.2.7"));
        Assert.Equal("shop/lonely", Owner(cluster, "192.0.2.8"));
    }

    [Fact]
    public void Every_namespace_that_an_object_names_is_there()
    {
        var cluster = Build("""
            --- {apiVersion: v1, kind: Namespace, metadata: {name: d, labels: {team: a}}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: c}}
            --- {apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: b}}
            --- {apiVersion: v1, kind: Service, metadata: {name: a, namespace: d}}
            --- {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a, namespace: e}, spec: {podSelector: {}}}
            --- {apiVersion: v1, kind: Node, metadata: {name: n1}}
            """);
        Assert.Equal(
            [
                ("b", "kubernetes.io/metadata.name=b"),
                ("c", "kubernetes.io/metadata.name=c"),
                ("d", "kubernetes.io/metadata.name=d,team=a"),
                ("e", "kubernetes.io/metadata.name=e"),
            ],
            cluster.Namespaces.Select(ns => (ns.Name, ns.Labels.ToString())));
    }

    static Cluster Build(string text)
    {
        var manifests = Reading.Of(text);
        Assert.Empty(manifests.Unread);
        return Snapshot.From(manifests).Cluster;
    }

    static IEnumerable<string> Ids(Cluster cluster) => cluster.Endpoints.Select(endpoint => endpoint.Id.Text);

    static IEnumerable<(string Id, string Workload)> Workloads(Cluster cluster) =>
        cluster.Endpoints.Select(endpoint => (endpoint.Id.Text, endpoint.Workload.Text));

    static string? Owner(Cluster cluster, string address) =>
        cluster.Addresses.TryGet(IpAddress.Parse(address), out var owner) ? owner.Id.Text : null;
}

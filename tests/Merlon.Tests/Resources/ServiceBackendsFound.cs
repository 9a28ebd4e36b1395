using Merlon.Model;
using Merlon.Tests.Manifests;

namespace Merlon.Tests.Resources;

/// <summary>Where the connections of a Service end.</summary>
public sealed class ServiceBackendsFound
{
    const string Pods = """

        --- {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop, labels: {app: web, v: one}}, spec: {containers: [{ports: [{name: http, containerPort: 8080}]}]}, status: {phase: Running, podIP: 10.244.1.1}}
        --- {apiVersion: v1, kind: Pod, metadata: {name: b, namespace: shop, labels: {app: web}}, spec: {containers: [{ports: [{name: http, containerPort: 9090}]}]}, status: {phase: Running, podIPs: [{ip: 10.244.1.2}, {ip: 'fd00::2'}]}}
        --- {apiVersion: v1, kind: Pod, metadata: {name: unready, namespace: shop, labels: {app: web}}, status: {phase: Running, podIP: 10.244.1.3, conditions: [{type: Ready, status: 'False'}]}}
        --- {apiVersion: v1, kind: Pod, metadata: {name: pending, namespace: shop, labels: {app: web}}, status: {phase: Pending}}
        --- {apiVersion: v1, kind: Pod, metadata: {name: other, namespace: shop, labels: {app: api}}, status: {phase: Running, podIP: 10.244.1.4}}
        --- {apiVersion: v1, kind: Pod, metadata: {name: elsewhere, namespace: other, labels: {app: web}}, status: {phase: Running, podIP: 10.244.1.5}}

        """;

    [Fact]
    public void Are_the_ready_pods_that_the_selector_selects() => Assert.Equal(
        ["shop/a (10.244.1.1):80", "shop/b (10.244.1.2):80", "shop/b (fd00::2):80"],
        Backends("{selector: {app: web}, ports: [{port: 80}]}"));

    [Fact]
    public void Need_every_label_of_the_selector() =>
        Assert.Equal(["shop/a (10.244.1.1):80"], Backends("{selector: {app: web, v: one}, ports: [{port: 80}]}"));

    [Theory]
    [InlineData("{ports: [{port: 80}]}")]
    [InlineData("{selector: {}, ports: [{port: 80}]}")]
    [InlineData("{selector: {app: none}, ports: [{port: 80}]}")]
    public void Are_none_without_a_selector_that_selects(string spec) => Assert.Empty(Backends(spec));

    [Fact]
    public void Are_reached_at_the_target_port() =>
        Assert.Equal(
            ["shop/a (10.244.1.1):8000"], Backends("{selector: {v: one}, ports: [{port: 80, targetPort: 8000}]}"));

    [Fact]
    public void May_give_a_target_name_to_different_numbers() => Assert.Equal(
        ["shop/a (10.244.1.1):8080", "shop/b (10.244.1.2):9090", "shop/b (fd00::2):9090"],
        Backends("{selector: {app: web}, ports: [{port: 80, targetPort: http}]}"));

    [Fact]
    public void Without_the_target_name_are_none() =>
        Assert.Empty(Backends("{selector: {app: web}, ports: [{port: 80, protocol: UDP, targetPort: http}]}"));

    [Fact]
    public void Have_the_families_of_the_cluster_addresses() => Assert.Equal(
        ["shop/b (fd00::2):80"], Backends("{clusterIP: 'fd00:96::1', selector: {app: web}, ports: [{port: 80}]}"));

    [Fact]
    public void Are_those_of_the_slices_where_there_are_any() => Assert.Equal(
        ["shop/other (10.244.1.4):7000", "203.0.113.9:7000"],
        Backends(
            "{selector: {app: web}, ports: [{name: http, port: 80}]}",
            """
            --- {apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: s1, namespace: shop, labels: {kubernetes.io/service-name: svc}}, endpoints: [{addresses: [10.244.1.4, 203.0.113.9]}], ports: [{name: http, port: 7000}, {name: other, port: 7001}]}
            --- {apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: s1, namespace: other, labels: {kubernetes.io/service-name: svc}}, endpoints: [{addresses: [10.244.1.5]}], ports: [{name: http, port: 7000}]}
            """));

    [Theory]
    [InlineData("{phase: Pending}", new string[0])]
    [InlineData("{phase: Pending, podIP: 70.0.0.1}", new[] { "shop/host (70.0.0.1):80" })]
    public void That_are_not_ready_are_those_that_report_an_address(string status, string[] expected)
    {
        var service = ServiceOf(
            "{selector: {app: host}, ports: [{port: 80}]}",
            $$$"""
            --- {apiVersion: v1, kind: Node, metadata: {name: n1}, status: {addresses: [{type: InternalIP, address: 70.0.0.1}]}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: host, namespace: shop, labels: {app: host}}, spec: {nodeName: n1, hostNetwork: true}, status: {{{status}}}}
            """);
        Assert.Equal(expected, Assert.Single(service.Ports).Unready.Select(backend => $"{backend.End}:{backend.Port}"));
    }

    static IEnumerable<string> Backends(string spec, string more = "") =>
        Assert.Single(ServiceOf(spec, more).Ports).Backends.Select(backend => $"{backend.End}:{backend.Port}");

    static Service ServiceOf(string spec, string more)
    {
        var manifests = Reading.Of(Pods
            + $"--- {{apiVersion: v1, kind: Service, metadata: {{name: svc, namespace: shop}}, spec: {spec}}}\n"
            + more);
        Assert.Empty(manifests.Unread);
        return Assert.Single(Snapshot.From(manifests).Cluster.Services);
    }
}

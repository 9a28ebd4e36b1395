using Merlon.Manifests;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Tests.Manifests.Readers;

/// <summary>Services, EndpointSlices and Nodes as manifests state them.</summary>
public sealed class ServicesRead
{
    [Fact]
    public void A_service_is_read_whole()
    {
        var service = Service("""
            {type: NodePort, clusterIP: 10.96.0.1, clusterIPs: [10.96.0.1, 'fd00::1'], externalTrafficPolicy: Local,
             selector: {app: web}, ports: [{name: http, port: 80, targetPort: web, nodePort: 30080},
             {port: 53, protocol: UDP, targetPort: 5353}, {port: 90, targetPort: 0}, {port: 91, nodePort: 0}]}
            """);
        Assert.Equal(ServiceType.NodePort, service.Type);
        Assert.Equal(["10.96.0.1", "fd00::1"], service.ClusterIPs.Select(address => address.ToString()));
        Assert.True(service.KeepsClientAddress);
        Assert.False(service.IsHeadless);
        Assert.Equal("app=web", service.Selector?.ToString());
        Assert.Equal(
            [
                new ServicePortSpec("http", Protocol.Tcp, 80, IntOrString.Of("web"), 30080),
                new ServicePortSpec(null, Protocol.Udp, 53, IntOrString.Of(5353), null),
                new ServicePortSpec(null, Protocol.Tcp, 90, null, null),
                new ServicePortSpec(null, Protocol.Tcp, 91, null, null),
            ],
            service.Ports);
    }

    [Theory]
    [InlineData("{clusterIP: None}", true, 0)]
    [InlineData("{clusterIP: None, clusterIPs: [None]}", true, 0)]
    [InlineData("{clusterIP: ''}", false, 0)]
    [InlineData("{clusterIP: 10.96.0.1}", false, 1)]
    [InlineData("{}", false, 0)]
    public void A_service_without_address_is_headless_only_where_it_says_so(string spec, bool isHeadless, int addresses)
    {
        var service = Service(spec);
        Assert.Equal((isHeadless, addresses), (service.IsHeadless, service.ClusterIPs.Length));
    }

    [Theory]
    [InlineData("LoadBalancer", ServiceType.LoadBalancer)]
    [InlineData("ExternalName", ServiceType.ExternalName)]
    [InlineData("ClusterIP", ServiceType.ClusterIP)]
    [InlineData("''", ServiceType.ClusterIP)]
    [InlineData("'2'", ServiceType.ClusterIP)]
    public void Its_type_is_read_by_name(string type, ServiceType expected) =>
        Assert.Equal(expected, Service($"{{type: {type}}}").Type);

    [Theory]
    [InlineData("{}", null)]
    [InlineData("{selector: null}", null)]
    [InlineData("{selector: {}}", "no labels")]
    public void No_selector_and_an_empty_one_are_kept_apart(string spec, string? expected) =>
        Assert.Equal(expected, Service(spec).Selector?.ToString());

    [Theory]
    [InlineData("{port: 0}", "spec.ports[0].port")]
    [InlineData("{port: 65536}", "spec.ports[0].port")]
    [InlineData("{port: 80, targetPort: 65616}", "spec.ports[0].targetPort")]
    [InlineData("{port: 80, targetPort: -1}", "spec.ports[0].targetPort")]
    [InlineData("{port: 80, nodePort: 65536}", "spec.ports[0].nodePort")]
    [InlineData("{port: 80, protocol: HTTP}", "spec.ports[0].protocol")]
    public void A_port_that_is_none_is_refused(string port, string path)
    {
        var manifests = Read($"{{ports: [{port}]}}");
        Assert.Equal([("API-REJECT", path)], manifests.Diagnostics.Select(found => (found.Code.Id, found.Path)));
        Assert.Single(manifests.Unread);
    }

    [Fact]
    public void A_slice_lists_the_addresses_of_its_ready_endpoints()
    {
        var manifests = Reading.Of("""
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
            addressType: IPv4
            endpoints:
              - {addresses: [10.0.0.1, 10.0.0.2], conditions: {ready: true}}
              - {addresses: [10.0.0.3], conditions: {ready: false}}
              - {addresses: [10.0.0.4]}
              - {addresses: [10.0.0.5], conditions: {}}
              - {addresses: [10.0.0.1]}
            ports: [{name: http, port: 8080}, {port: 53, protocol: UDP}, {name: all}]
            """);
        Assert.Empty(manifests.Diagnostics);
        var slice = Assert.Single(manifests.Resources.EndpointSlices);
        Assert.Equal("web", slice.ServiceName);
        Assert.Equal(
            ["10.0.0.1", "10.0.0.2", "10.0.0.4", "10.0.0.5"], slice.Addresses.Select(address => address.ToString()));
        Assert.Equal([new SlicePort("http", Protocol.Tcp, 8080), new SlicePort("", Protocol.Udp, 53)], slice.Ports);
    }

    [Fact]
    public void A_node_has_its_internal_and_external_addresses()
    {
        var manifests = Reading.Of("""
            apiVersion: v1
            kind: Node
            metadata: {name: n1, labels: {zone: a}}
            status:
              addresses:
                - {type: Hostname, address: n1}
                - {type: InternalIP, address: 192.0.2.1}
                - {type: ExternalIP, address: 203.0.113.1}
                - {type: InternalIP, address: 'fd00::1'}
                - {type: InternalIP, address: 192.0.2.1}
            """);
        Assert.Empty(manifests.Diagnostics);
        var node = Assert.Single(manifests.Resources.Nodes);
        Assert.Equal(["192.0.2.1", "fd00::1", "203.0.113.1"], node.Addresses.Select(address => address.ToString()));
        Assert.Equal("", node.Meta.Namespace);
    }

    static ManifestSet Read(string spec) =>
        Reading.Of($"apiVersion: v1\nkind: Service\nmetadata: {{name: web, namespace: shop}}\nspec: {spec}\n");

    static ServiceResource Service(string spec)
    {
        var manifests = Read(spec);
        Assert.Empty(manifests.Diagnostics);
        return Assert.Single(manifests.Resources.Services);
    }
}

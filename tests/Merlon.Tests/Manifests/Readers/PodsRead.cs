using Merlon.Manifests;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Tests.Manifests.Readers;

/// <summary>Pods as manifests state them.</summary>
public sealed class PodsRead
{
    [Theory]
    [InlineData("{podIP: 10.0.0.1}", "10.0.0.1")]
    [InlineData("{podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}, {ip: 'fd00::1'}]}", "10.0.0.1", "fd00::1")]
    [InlineData("{podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.2}]}", "10.0.0.2")]
    [InlineData("{podIP: 10.0.0.1, podIPs: []}", "10.0.0.1")]
    [InlineData("{podIP: 10.0.0.1, podIPs: null}", "10.0.0.1")]
    [InlineData("{podIP: 10.0.0.1, podIPs: [null, {}, {ip: ''}]}", "10.0.0.1")]
    [InlineData("{podIPs: [{ip: 10.0.0.1}, {ip: 10.0.0.1}]}", "10.0.0.1")]
    [InlineData("{podIP: '::ffff:10.0.0.1'}", "10.0.0.1")]
    [InlineData("{podIP: ''}")]
    [InlineData("{}")]
    [InlineData("null")]
    public void Its_addresses_are_those_of_its_status(string status, params string[] addresses) =>
        Assert.Equal(addresses, Pod($"status: {status}").Addresses.Select(address => address.ToString()));

    [Fact]
    public void Its_node_has_the_host_addresses() => Assert.Equal(
        ["192.0.2.1", "fd00::1"],
        Pod("status: {hostIP: 192.0.2.9, hostIPs: [{ip: 192.0.2.1}, {ip: 'fd00::1'}]}").HostAddresses
            .Select(address => address.ToString()));

    [Theory]
    [InlineData("{podIP: 10.0.0.256}", "status.podIP")]
    [InlineData("{podIP: 010.0.0.1}", "status.podIP")]
    [InlineData("{podIPs: [{ip: 10.0.0.1}, {ip: web}]}", "status.podIPs[1].ip")]
    public void An_address_that_is_none_is_refused(string status, string path)
    {
        var manifests = Read($"status: {status}");
        Assert.Equal(
            ("API-REJECT", path), (Assert.Single(manifests.Diagnostics).Code.Id, manifests.Diagnostics[0].Path));
        Assert.Single(manifests.Unread);
    }

    [Theory]
    [InlineData("{hostNetwork: true}", true)]
    [InlineData("{hostNetwork: yes}", true)]
    [InlineData("{hostNetwork: ON}", true)]
    [InlineData("{hostNetwork: false}", false)]
    [InlineData("{hostNetwork: off}", false)]
    [InlineData("{hostNetwork: null}", false)]
    [InlineData("{}", false)]
    public void It_is_on_the_host_network_where_it_says_so(string spec, bool expected) =>
        Assert.Equal(expected, Pod($"spec: {spec}").Spec.IsHostNetwork);

    [Fact]
    public void A_host_network_that_is_text_is_refused() =>
        Assert.Equal(["FIELD-TYPE 4:21 spec.hostNetwork"], Reading.Found(Read("spec: {hostNetwork: \"true\"}")));

    [Theory]
    [InlineData("{nodeName: n1}", "n1")]
    [InlineData("{nodeName: ''}", null)]
    [InlineData("{}", null)]
    public void It_runs_on_the_node_it_names(string spec, string? node) =>
        Assert.Equal(node, Pod($"spec: {spec}").Spec.NodeName);

    [Fact]
    public void Its_ports_are_those_of_all_containers_regular_ones_first()
    {
        var pod = Pod("""
            spec:
              initContainers:
                - {name: setup, ports: [{name: http, containerPort: 1}]}
                - {name: proxy, restartPolicy: Always, ports: [{name: http, containerPort: 2, protocol: SCTP}]}
              containers:
                - {name: web, restartPolicy: Always, ports: [{containerPort: 80}, {name: dns, containerPort: 53, protocol: UDP, hostPort: 53}]}
                - {name: none}
            """);
        Assert.Equal(
            [
                new ContainerPort(null, Protocol.Tcp, 80, ContainerKind.Regular),
                new ContainerPort("dns", Protocol.Udp, 53, ContainerKind.Regular),
                new ContainerPort("http", Protocol.Tcp, 1, ContainerKind.Init),
                new ContainerPort("http", Protocol.Sctp, 2, ContainerKind.Sidecar),
            ],
            pod.Spec.Ports);
    }

    [Theory]
    [InlineData("{containerPort: 0}", "API-REJECT 4:40 spec.containers[0].ports[0].containerPort")]
    [InlineData("{containerPort: 65536}", "API-REJECT 4:40 spec.containers[0].ports[0].containerPort")]
    [InlineData("{containerPort: '80'}", "FIELD-TYPE 4:55 spec.containers[0].ports[0].containerPort")]
    [InlineData("{containerPort: 80, protocol: tcp}", "API-REJECT 4:59 spec.containers[0].ports[0].protocol")]
    [InlineData("{containerPort: 80, port: 81}", "FIELD-UNKNOWN 4:59 spec.containers[0].ports[0].port")]
    public void A_container_port_that_is_none_is_refused(string port, string fault) =>
        Assert.Equal([fault], Reading.Found(Read($"spec: {{containers: [{{name: a, ports: [{port}]}}]}}")));

    [Theory]
    [InlineData("Pending", PodPhase.Pending, false)]
    [InlineData("Running", PodPhase.Running, false)]
    [InlineData("Succeeded", PodPhase.Succeeded, true)]
    [InlineData("Failed", PodPhase.Failed, true)]
    [InlineData("Unknown", PodPhase.Unknown, false)]
    [InlineData("failed", PodPhase.Unknown, false)]
    [InlineData("'4'", PodPhase.Unknown, false)]
    [InlineData("'Pending, Running'", PodPhase.Unknown, false)]
    [InlineData("''", PodPhase.Unknown, false)]
    [InlineData("null", PodPhase.Unknown, false)]
    public void It_has_finished_in_two_phases(string text, PodPhase phase, bool isFinished)
    {
        var pod = Pod($"status: {{phase: {text}}}");
        Assert.Equal((phase, isFinished), (pod.Phase, pod.IsFinished));
    }

    [Theory]
    [InlineData("[{type: Ready, status: 'False'}]", true)]
    [InlineData("[{type: Initialized, status: 'True'}, {type: Ready, status: 'False'}]", true)]
    [InlineData("[{type: Ready, status: 'True'}]", false)]
    [InlineData("[{type: ContainersReady, status: 'False'}]", false)]
    [InlineData("[null]", false)]
    [InlineData("[]", false)]
    public void It_is_unready_where_a_condition_says_so(string conditions, bool expected) =>
        Assert.Equal(expected, Pod($"status: {{conditions: {conditions}}}").IsUnready);

    [Theory]
    [InlineData("metadata: {name: Web}", "metadata.name")]
    [InlineData("metadata: {name: a, namespace: a.b}", "metadata.namespace")]
    [InlineData("metadata: {name: a, labels: {-x: y1}}", "metadata.labels")]
    [InlineData("metadata: {name: a, labels: {x: -y}}", "metadata.labels")]
    [InlineData("metadata: {name: a, annotations: {a/b/c: y1}}", "metadata.annotations")]
    [InlineData("metadata: {namespace: a}", "metadata.name")]
    [InlineData("metadata: {}", "metadata.name")]
    [InlineData("metadata:", "metadata.name")]
    [InlineData("{}", "metadata.name")]
    public void Metadata_are_checked_as_the_server_does(string metadata, string path)
    {
        var manifests = Reading.Of(metadata == "{}"
            ? "apiVersion: v1\nkind: Pod\n"
            : $"apiVersion: v1\nkind: Pod\n{metadata}\n");
        Assert.Equal([("API-REJECT", path)], manifests.Diagnostics.Select(found => (found.Code.Id, found.Path)));
        Assert.Single(manifests.Unread);
    }

    [Fact]
    public void A_generated_name_stands_for_the_name()
    {
        var manifests = Reading.Of("apiVersion: v1\nkind: Pod\nmetadata: {generateName: web-}\n");
        Assert.Empty(manifests.Diagnostics);
        Assert.Matches("^default/web-[a-z0-9]{5}$", Assert.Single(manifests.Resources.Pods).Meta.QualifiedName);
    }

    [Fact]
    public void A_namespace_that_is_not_written_is_assumed()
    {
        Assert.True(Pod("status: {}").Meta.IsNamespaceAssumed);
        var named = Reading.Of("apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: default}\n");
        Assert.False(Assert.Single(named.Resources.Pods).Meta.IsNamespaceAssumed);
    }

    static ManifestSet Read(string rest) => Reading.Of($"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\n{rest}\n");

    static PodResource Pod(string rest)
    {
        var manifests = Read(rest);
        Assert.Empty(manifests.Diagnostics);
        return Assert.Single(manifests.Resources.Pods);
    }
}

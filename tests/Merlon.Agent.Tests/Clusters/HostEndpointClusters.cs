using Merlon.Linux.Tests;
using Merlon.Linux.Tests.Nftables;

namespace Merlon.Agent.Tests.Clusters;

/// <summary>What an agent makes of the host endpoints of its node, and of what cannot be read of them.</summary>
public sealed class HostEndpointClusters : IAsyncLifetime
{
    const string Api = "projectcalico.org/v3";

    readonly Sandbox _sandbox = new();
    TestCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync();
        _cluster.Server.Install("projectcalico.org");
    }

    [Fact]
    public async Task They_and_what_judges_them_are_followed()
    {
        await using var agent = _cluster.Start(_sandbox);
        agent.AwaitInForce();
        Assert.DoesNotContain("host_", Table(), StringComparison.Ordinal);
        _cluster.Put(Endpoint("own", "n1", "role: 'storage'", "interfaceName: 'eth0', profiles: ['guest']"));
        agent.AwaitInForce();
        Assert.Contains("iifname \"eth0\" drop comment \"HostEndpoint own\"", Table(), StringComparison.Ordinal);
        agent.Await(() => agent.Report is { IsReady: true, HostEndpoints: 1 });
        _cluster.PutAll(
            Policy("storage", "selector: \"role == 'storage'\", ingress: [{action: 'Allow', source: {selector: \"role == 'admin'\"}}]"),
            Policy("flood", "selector: \"role == 'storage'\", doNotTrack: true, applyOnForward: true, types: ['Ingress'], ingress: [{action: 'Deny', source: {nets: ['203.0.113.66/32']}}]"),
            Policy("ports", "selector: \"role == 'storage'\", preDNAT: true, applyOnForward: true, types: ['Ingress'], ingress: [{action: 'Deny', protocol: 'TCP', destination: {ports: ['30000:32767']}}]"),
            Policy("passed-on", "selector: \"role == 'storage'\", order: 5, applyOnForward: true, types: ['Ingress'], ingress: [{action: 'Deny', source: {nets: ['203.0.113.0/24']}}]"));
        agent.AwaitInForce();
        Assert.All(
            ["host_raw_in", "host_prednat", "host_input", "host_output", "host_forward_in"],
            chain => Assert.Contains($"chain {chain} {{", Table(), StringComparison.Ordinal));
        _cluster.Put(Json($"{{apiVersion: '{Api}', kind: 'GlobalNetworkSet', metadata: {{name: 'admins', labels: {{role: 'admin'}}}}, spec: {{nets: ['198.51.100.0/24']}}}}"));
        _cluster.Put(Json($"{{apiVersion: '{Api}', kind: 'Profile', metadata: {{name: 'guest'}}, spec: {{egress: [{{action: 'Allow'}}]}}}}"));
        agent.AwaitInForce();
        Assert.Contains("198.51.100.0", Table(), StringComparison.Ordinal);
        _cluster.Put(Endpoint("own", "n1", "role: 'other'", "interfaceName: '*', profiles: ['guest']"));
        agent.AwaitInForce();
        _cluster.Delete(Endpoint("own", "n1", "role: 'other'", "interfaceName: '*'"));
        agent.AwaitInForce();
        Assert.DoesNotContain("host_", Table(), StringComparison.Ordinal);
        agent.Await(() => agent.Report is { IsReady: true, HostEndpoints: 0 });
    }

    [Fact]
    public async Task A_pod_elsewhere_joins_the_sets_of_their_policies_without_a_rule_compiled()
    {
        _cluster.Put(Endpoint("own", "n1", "role: 'storage'", "interfaceName: 'eth0'"));
        _cluster.Put(Policy("storage", "selector: \"role == 'storage'\", ingress: [{action: 'Allow', source: {selector: \"app == 'guest'\", namespaceSelector: 'all()'}}]"));
        await using var agent = _cluster.Start(_sandbox);
        agent.AwaitInForce();
        _cluster.Put(Worlds.Pod("guest", "n2", "10.2.0.2", "guest"));
        agent.AwaitInForce();
        Assert.Contains("10.2.0.2", Table(), StringComparison.Ordinal);
        agent.Await(() => agent.Log.Contains("in force: 1 elements added;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Automatic_ones_follow_the_nodes()
    {
        await using var agent = _cluster.Start(_sandbox);
        agent.AwaitInForce();
        _cluster.Put(Json($"{{apiVersion: '{Api}', kind: 'KubeControllersConfiguration', metadata: {{name: 'default'}}, spec: {{controllers: {{node: {{hostEndpoint: {{autoCreate: 'Enabled'}}}}}}}}}}"));
        agent.AwaitInForce();
        agent.Await(() => agent.Report is { IsReady: true, HostEndpoints: 1 });
        // Their profile allows what no policy decides: nothing is closed by switching them on.
        Assert.Contains("accept comment \"projectcalico-default-allow rule 1\"", Table(), StringComparison.Ordinal);
        _cluster.Put(Policy("edge", "selector: \"role == 'edge'\", ingress: [{action: 'Deny', source: {nets: ['203.0.113.0/24']}}]"));
        agent.AwaitInForce();
        Assert.DoesNotContain("203.0.113.0", Table(), StringComparison.Ordinal);
        _cluster.Put(Worlds.Node.Replace("\"name\": \"n1\"", "\"name\": \"n1\", \"labels\": {\"role\": \"edge\"}", StringComparison.Ordinal));
        agent.AwaitInForce();
        Assert.Contains("203.0.113.0", Table(), StringComparison.Ordinal);
        _cluster.Put(Json($"{{apiVersion: '{Api}', kind: 'KubeControllersConfiguration', metadata: {{name: 'default'}}, spec: {{controllers: {{node: {{hostEndpoint: {{autoCreate: 'Disabled'}}}}}}}}}}"));
        agent.AwaitInForce();
        agent.Await(() => agent.Report.HostEndpoints == 0);
    }

    [Fact]
    public async Task One_that_names_no_interface_is_where_its_address_is()
    {
        _cluster.Put(Endpoint("own", "n1", "role: 'storage'", "expectedIPs: ['192.0.2.11']"));
        await using var agent = _cluster.Start(_sandbox);
        agent.Await(() => !agent.Report.Troubles.IsEmpty);
        Assert.Equal(
            "HostEndpoint own is not enforced: no interface of this node has an address that it expects", Assert.Single(agent.Report.Troubles));
        Ip("link add a0 type veth peer name b0\nlink set a0 up\nlink set b0 up\naddr add 192.0.2.11/24 dev a0\n");
        agent.Await(() => Table().Contains("iifname \"a0\" drop comment \"HostEndpoint own\"", StringComparison.Ordinal));
        agent.Await(() => agent.Report is { IsReady: true, HostEndpoints: 1 });
        Ip("addr del 192.0.2.11/24 dev a0\naddr add 192.0.2.11/24 dev b0\n");
        agent.Await(() => Table() is var table && table.Contains("iifname \"b0\" drop", StringComparison.Ordinal)
            && !table.Contains("\"a0\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Failsafe_ports_are_those_of_the_configuration_that_could_be_read_last()
    {
        _cluster.Put(Endpoint("own", "n1", "role: 'storage'", "interfaceName: 'eth0'"));
        _cluster.Put(Failsafes("node.n1", "[{protocol: 'TCP', port: 2222}]"));
        await using var agent = _cluster.Start(_sandbox);
        agent.AwaitInForce();
        Assert.Contains("2222", Table(), StringComparison.Ordinal);
        _cluster.Put(Failsafes("node.n1", "[{protocol: 'TCP', port: 2222}, {protocol: 'TCP', port: 2223}]"));
        agent.AwaitInForce();
        Assert.Contains("2223", Table(), StringComparison.Ordinal);
        _cluster.Put(Failsafes("node.n1", "[{protocol: 'carrier pigeon', port: 1}]"));
        agent.Await(() => agent.Report.Troubles.Any(trouble => trouble.Contains("FelixConfiguration node.n1", StringComparison.Ordinal)));
        Assert.Contains("2222", Table(), StringComparison.Ordinal);
        _cluster.Delete(Failsafes("node.n1", "[]"));
        agent.AwaitInForce();
        Assert.DoesNotContain("2222", Table(), StringComparison.Ordinal);
        agent.Await(() => agent.Report.IsReady);
    }

    [Theory]
    [InlineData("GlobalNetworkPolicy", "spec: {order: 'first', selector: \"role == 'storage'\", ingress: [{action: 'Allow'}]}")]
    [InlineData("FelixConfiguration", "spec: {failsafeInboundHostPorts: 'none'}")]
    [InlineData("Profile", "spec: {ingress: 'all'}")]
    public async Task One_waits_for_what_may_let_people_in_and_could_never_be_read(string kind, string spec)
    {
        var unread = Json($"{{apiVersion: '{Api}', kind: '{kind}', metadata: {{name: 'default'}}, {spec}}}");
        _cluster.Put(unread);
        _cluster.Put(Endpoint("own", "n1", "role: 'storage'", "interfaceName: 'eth0', profiles: ['default']"));
        await using var agent = _cluster.Start(_sandbox);
        agent.Await(() => agent.Report.Troubles.Any(trouble => trouble.StartsWith($"HostEndpoint own is not enforced yet: {kind} default", StringComparison.Ordinal)));
        agent.Await(() => agent.Report is { IsInForce: true, HostEndpoints: 0 });
        Assert.DoesNotContain("host_", Table(), StringComparison.Ordinal);
        _cluster.Delete(unread);
        agent.AwaitInForce();
        agent.Await(() => agent.Report is { IsReady: true, HostEndpoints: 1 });
        // Nobody opens a host by what cannot be read, once it is closed.
        _cluster.Put(unread);
        agent.Await(() => !agent.Report.Troubles.IsEmpty);
        Assert.Equal(1, agent.Report.HostEndpoints);
        Assert.Contains("iifname \"eth0\" drop comment \"HostEndpoint own\"", Table(), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _sandbox.Dispose();
    }

    string Table() => _sandbox.Nft("list", "table", "inet", "merlon_a");

    void Ip(string commands) => _sandbox.Namespace.RunInside(() => Tool.Run("ip", ["-batch", "-"], commands));

    static string Endpoint(string name, string node, string labels, string spec) =>
        Json($"{{apiVersion: '{Api}', kind: 'HostEndpoint', metadata: {{name: '{name}', labels: {{{labels}}}}}, spec: {{node: '{node}', {spec}}}}}");

    static string Policy(string name, string spec) => Json($"{{apiVersion: '{Api}', kind: 'GlobalNetworkPolicy', metadata: {{name: '{name}'}}, spec: {{{spec}}}}}");

    static string Failsafes(string name, string ports) =>
        Json($"{{apiVersion: '{Api}', kind: 'FelixConfiguration', metadata: {{name: '{name}'}}, spec: {{failsafeInboundHostPorts: {ports}}}}}");

    // The objects of these tests are flow YAML: a server is told JSON.
    static string Json(string yaml) => Labs.ClusterObjects.Documents(yaml).Single().ToJsonString();
}

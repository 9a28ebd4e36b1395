using Merlon.Evaluation;
using Merlon.Evaluation.Hosts;
using static Merlon.Tests.Evaluation.HostWorld;

namespace Merlon.Tests.Evaluation;

/// <summary>What host endpoints do beside the golden rows.</summary>
public sealed class HostEndpointFacts
{
    const string Client = "203.0.113.5";
    const string AllowAll = "projectcalico-default-allow";

    static readonly string Bare = Endpoint("n1-eth0", "n1", "eth0", "70.0.98.11");
    static readonly string Open = Endpoint("n1-all", "n1", "*", "70.0.98.11", AllowAll);
    static readonly string ClosedAll = Endpoint("n1-all", "n1", "*", "70.0.98.11");

    [Fact]
    public void Without_expected_addresses_nothing_tells_the_interface()
    {
        var world = new HostWorld(Endpoint("n1-eth0", "n1", "eth0"));
        var answer = world.Answer(Client, "n1", "80");
        Assert.Equal(Verdict.Unknown, answer.Verdict);
        Assert.Contains("by which interface of n1 it comes in", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_all_possible_endpoints_agree_the_interface_does_not_matter() =>
        Assert.Equal(Verdict.Deny, new HostWorld(Endpoint("n1-eth0", "n1", "eth0"), ClosedAll).Ask(Client, "n1", "80"));

    [Fact]
    public void An_endpoint_without_interface_is_the_one_of_its_expected_address() =>
        Assert.Equal(Verdict.Deny, new HostWorld(Endpoint("a", "n1", null, "70.0.98.11")).Ask(Client, "n1", "80"));

    [Theory]
    [InlineData("lo", Verdict.Deny)]
    [InlineData("eth0", Verdict.Allow)]
    public void A_node_reaches_itself_by_its_loopback(string @interface, Verdict expected) =>
        Assert.Equal(expected, new HostWorld(Endpoint("a", "n1", @interface, "70.0.98.11")).Ask("n1", "n1", "80"));

    [Fact]
    public void An_endpoint_of_all_interfaces_governs_the_loopback_too() =>
        Assert.Equal(Verdict.Deny, new HostWorld(ClosedAll).Ask("n1", "n1", "80"));

    [Fact]
    public void A_pod_reaches_its_own_node_past_the_normal_policies_of_its_endpoint()
    {
        var world = new HostWorld(ClosedAll);
        Assert.Equal(Verdict.Allow, world.Ask("x/a", "n1", "80"));
        Assert.Equal(Verdict.Deny, world.Ask("x/b", "n1", "80"));
    }

    [Fact]
    public void A_preDNAT_policy_on_all_interfaces_judges_what_local_pods_send_to_their_node()
    {
        var policy = Policy("p", "applyOnForward: true, preDNAT: true, ingress: [{action: Deny, protocol: TCP, destination: {ports: [80]}}]");
        Assert.Equal(Verdict.Deny, new HostWorld(Open, policy).Ask("x/a", "n1", "80"));
    }

    [Fact]
    public void A_node_sees_a_pod_of_another_node_with_that_nodes_address()
    {
        var policy = Policy("p", "types: [Ingress], ingress: [{action: Allow, source: {nets: [70.0.98.12/32]}}]");
        var world = new HostWorld(ClosedAll, policy);
        Assert.Equal(Verdict.Allow, world.Ask("x/b", "n1", "80"));
        Assert.Equal(Verdict.Deny, world.Ask(Client, "n1", "80"));
    }

    [Fact]
    public void Selectors_of_rules_find_host_endpoints_by_their_expected_addresses()
    {
        var other = Endpoint("n2-all", "n2", "*", "70.0.98.12", AllowAll);
        var policy = Policy("p", "types: [Ingress], ingress: [{action: Allow, source: {selector: \"host == 'n2'\"}}]");
        var world = new HostWorld(ClosedAll, other, policy);
        Assert.Equal(Verdict.Allow, world.Ask("n2", "n1", "80"));
        Assert.Equal(Verdict.Deny, world.Ask(Client, "n1", "80"));
    }

    [Fact]
    public void A_profile_judges_what_no_policy_decides_and_gives_its_labels()
    {
        var profile = """
            {apiVersion: projectcalico.org/v3, kind: Profile, metadata: {name: web}, spec: {labelsToApply: {zone: front}, ingress: [{action: Allow, protocol: TCP, destination: {ports: [80]}}]}}
            """;
        var policy = """
            {apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {name: p}, spec: {selector: "zone == 'front'", types: [Ingress], ingress: [{action: Deny, protocol: TCP, destination: {ports: [81]}}, {action: Pass}]}}
            """;
        var world = new HostWorld(Endpoint("n1-all", "n1", "*", null, "web"), profile, policy);
        Assert.Equal(
            (Verdict.Allow, Basis.Rule, "Profile web"),
            Told(world, "80") is var told ? (told.Verdict, told.Basis, told.Policy?.Id.ToString()) : default);
        Assert.Equal("GlobalNetworkPolicy p", Told(world, "81").Policy?.Id.ToString());
        Assert.Equal((Verdict.Deny, Basis.NoProfile), Told(world, "82") is var last ? (last.Verdict, last.Basis) : default);
    }

    [Fact]
    public void A_profile_that_passes_leads_to_the_next()
    {
        var profile = "{apiVersion: projectcalico.org/v3, kind: Profile, metadata: {name: first}, spec: {ingress: [{action: Pass}]}}";
        Assert.Equal(Verdict.Allow, new HostWorld(Endpoint("a", "n1", "*", null, $"first, {AllowAll}"), profile).Ask(Client, "n1", "80"));
        Assert.Equal(Verdict.Deny, new HostWorld(Endpoint("a", "n1", "*", null, "first, missing"), profile).Ask(Client, "n1", "80"));
    }

    [Theory]
    [InlineData("default", "[{protocol: tcp, port: 80}]", "80", Verdict.Allow)]
    [InlineData("default", "[{protocol: tcp, port: 80}]", "22", Verdict.Deny)]
    [InlineData("default", "[]", "22", Verdict.Deny)]
    [InlineData("default", "[{protocol: tcp, port: 80, net: 203.0.113.0/24}]", "80", Verdict.Allow)]
    [InlineData("default", "[{protocol: tcp, port: 80, net: 198.51.100.0/24}]", "80", Verdict.Deny)]
    [InlineData("node.n1", "[{protocol: tcp, port: 80}]", "80", Verdict.Allow)]
    [InlineData("node.n2", "[{protocol: tcp, port: 80}]", "80", Verdict.Deny)]
    public void Failsafe_ports_are_what_the_configuration_of_the_agent_says(string name, string ports, string asked, Verdict expected)
    {
        var configuration = $"{{apiVersion: projectcalico.org/v3, kind: FelixConfiguration, metadata: {{name: {name}}}, spec: {{failsafeInboundHostPorts: {ports}}}}}";
        Assert.Equal(expected, new HostWorld(Bare, configuration).Ask(Client, "n1", asked));
    }

    [Fact]
    public void Failsafe_ports_do_not_count_for_what_is_forwarded()
    {
        var policy = Policy("p", "applyOnForward: true, types: [Ingress], ingress: [{action: Deny}]");
        Assert.Equal(Verdict.Deny, new HostWorld(Open, policy).Ask(Client, "x/a", "22"));
    }

    [Fact]
    public void Where_controllers_make_them_every_node_has_an_endpoint_with_its_labels()
    {
        const string configuration = """
            {apiVersion: projectcalico.org/v3, kind: KubeControllersConfiguration, metadata: {name: default}, spec: {controllers: {node: {hostEndpoint: {autoCreate: Enabled}}}}}
            """;
        const string policy = """
            {apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {name: p}, spec: {selector: "has(projectcalico.org/created-by)", types: [Ingress], ingress: [{action: Deny, protocol: TCP, destination: {ports: [80]}}, {action: Allow}]}}
            """;
        Assert.Equal(Verdict.Allow, new HostWorld(configuration).Ask(Client, "n2", "80"));
        var world = new HostWorld(configuration, policy);
        Assert.Equal(Verdict.Deny, world.Ask(Client, "n2", "80"));
        Assert.Equal(["n1-auto-hep", "n2-auto-hep"], world.Evaluator.Cluster.HostEndpoints.Select(host => host.Name));
    }

    [Fact]
    public void Endpoints_and_profiles_of_version_1_are_read_as_those_of_version_3()
    {
        const string host = """
            {apiVersion: v1, kind: hostEndpoint, metadata: {name: eth0, node: n1, labels: {host: n1}}, spec: {interfaceName: eth0, expectedIPs: [70.0.98.11], profiles: [Guest]}}
            """;
        const string profile = """
            {apiVersion: v1, kind: profile, metadata: {name: Guest, tags: [guests]}, spec: {ingress: [{action: allow, protocol: tcp, destination: {ports: [80]}}], egress: [{action: allow}]}}
            """;
        var world = new HostWorld(host, profile);
        Assert.Equal((Verdict.Allow, Verdict.Deny), (world.Ask(Client, "n1", "80"), world.Ask(Client, "n1", "81")));
        var endpoint = Assert.Single(world.Evaluator.Cluster.HostEndpoints);
        Assert.True(endpoint.Labels.TryGet("guests", out _));
        Assert.Equal("n1.eth0", endpoint.Name);
    }

    [Fact]
    public void A_port_name_is_a_port_of_the_endpoint_at_its_expected_addresses()
    {
        var host = Endpoint("a", "n1", "*", "70.0.98.11", AllowAll, "{name: api, protocol: TCP, port: 9001}");
        var policy = Policy("p", "types: [Ingress], ingress: [{action: Deny, protocol: TCP, destination: {ports: [api]}}, {action: Allow}]");
        var world = new HostWorld(host, policy);
        Assert.Equal((Verdict.Deny, Verdict.Allow), (world.Ask(Client, "n1", "9001"), world.Ask(Client, "n1", "9002")));
    }

    [Fact]
    public void A_client_that_enters_at_another_node_is_judged_there_before_and_as_itself()
    {
        const string service = """
            {apiVersion: v1, kind: Service, metadata: {name: np, namespace: x}, spec: {type: NodePort, clusterIP: 10.96.0.20, selector: {pod: a}, ports: [{port: 80, targetPort: 80, nodePort: 30080}]}}
            """;
        const string hosts = """
            {apiVersion: projectcalico.org/v3, kind: HostEndpoint, metadata: {name: n2-all, labels: {host: n1}}, spec: {node: n2, interfaceName: "*", expectedIPs: [70.0.98.12]}}
            """;
        var policy = Policy("p", $"applyOnForward: true, preDNAT: true, ingress: [{{action: Deny, protocol: TCP, source: {{nets: [{Client}/32]}}, destination: {{ports: [30080]}}}}]");
        var world = new HostWorld(service, hosts, policy);
        Assert.Equal(Verdict.Deny, world.Ask(Client, "n2", "30080"));
        Assert.Equal(Verdict.Allow, world.Ask("198.51.100.9", "n2", "30080"));
        Assert.Equal(Verdict.Allow, world.Ask(Client, "n1", "30080"));
    }

    [Fact]
    public void What_is_let_through_untracked_is_not_translated_and_does_not_reach_the_backend()
    {
        var policy = Policy("raw", "applyOnForward: true, doNotTrack: true, types: [Ingress, Egress], ingress: [{action: Allow}], egress: [{action: Allow}]");
        var world = new HostWorld(Endpoint("n1-eth0", "n1", "eth0", "70.0.98.11", AllowAll), NodePortService, policy);
        Assert.Equal(Verdict.Allow, world.Ask(Client, "n1", "80"));
        var result = world.Answer(Client, "n1", "30080").Cases[0].Result.HostEndpoints[0];
        Assert.Equal((Verdict.Deny, Basis.Untranslated), (result.Verdict, result.Told.Result.Basis));
    }

    [Fact]
    public void A_negative_selector_of_namespaces_selects_host_endpoints_too()
    {
        const string policy = """
            {apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {name: p}, spec: {namespaceSelector: "ns != 'x'", types: [Ingress], ingress: [{action: Deny}]}}
            """;
        Assert.Equal(Verdict.Deny, new HostWorld(Open, policy).Ask(Client, "n1", "80"));
        Assert.Equal(Verdict.Allow, new HostWorld(Open, policy.Replace("ns != 'x'", "ns == 'x'", StringComparison.Ordinal)).Ask(Client, "n1", "80"));
    }

    static DirectionResult Told(HostWorld world, string port) =>
        world.Answer(Client, "n1", port).Cases[0].Result.HostEndpoints[0].Told.Result;
}

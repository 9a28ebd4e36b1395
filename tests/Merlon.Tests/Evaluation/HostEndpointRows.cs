using Merlon.Evaluation;
using Merlon.Evaluation.Hosts;
using static Merlon.Tests.Evaluation.HostWorld;

namespace Merlon.Tests.Evaluation;

/// <summary>The golden rows C30 to C38: what each says about host endpoints.</summary>
public sealed class HostEndpointRows
{
    const string Client = "203.0.113.5";
    const string AllowAll = "projectcalico-default-allow";

    static readonly string Bare = Endpoint("n1-eth0", "n1", "eth0", "70.0.98.11");
    static readonly string Open = Endpoint("n1-all", "n1", "*", "70.0.98.11", AllowAll);

    [Theory]
    [InlineData(Client, "n1", "80", Verdict.Deny)]
    [InlineData(Client, "n1", "22", Verdict.Allow)]
    [InlineData(Client, "n1", "6443", Verdict.Allow)]
    [InlineData(Client, "n1", "68/udp", Verdict.Allow)]
    [InlineData(Client, "n1", "22/udp", Verdict.Deny)]
    [InlineData("n1", Client, "53/udp", Verdict.Allow)]
    [InlineData("n1", Client, "443", Verdict.Deny)]
    [InlineData("n1", Client, "22", Verdict.Deny)]
    [InlineData("x/b", "x/a", "80", Verdict.Allow)]
    [InlineData("x/a", Client, "443", Verdict.Allow)]
    [InlineData("n1", "x/a", "80", Verdict.Allow)]
    [InlineData(Client, "n2", "80", Verdict.Allow)]
    public void C30_without_profile_and_policy_only_failsafe_ports_are_open(string from, string to, string port, Verdict expected) =>
        Assert.Equal(expected, new HostWorld(Bare).Ask(from, to, port));

    [Theory]
    [InlineData(Client, "n1", "80")]
    [InlineData("n1", Client, "443")]
    [InlineData("n1", "n1", "443")]
    public void C31_the_profile_of_automatic_endpoints_allows_everything(string from, string to, string port) =>
        Assert.Equal(Verdict.Allow, new HostWorld(Open).Ask(from, to, port));

    [Theory]
    [InlineData("n1", "80", Verdict.Deny)]
    [InlineData("n1", "81", Verdict.Deny)]
    [InlineData("n1", "22", Verdict.Allow)]
    [InlineData("n1", "30080", Verdict.Allow)]
    public void C32_a_normal_policy_is_about_the_host_itself(string to, string port, Verdict expected) =>
        Assert.Equal(expected, Denying80("").Ask(Client, to, port));

    [Fact]
    public void C33_with_applyOnForward_it_judges_forwarded_traffic_too() =>
        Assert.Equal(Verdict.Deny, Denying80("applyOnForward: true, ").Ask(Client, "n1", "30080"));

    [Theory]
    [InlineData("30080", "30080", Verdict.Deny)]
    [InlineData("80", "30080", Verdict.Allow)]
    public void C34_a_preDNAT_policy_sees_the_port_of_the_node_and_not_the_target(string denied, string asked, Verdict expected)
    {
        var policy = Policy("p", $$$"""
            order: 10, applyOnForward: true, preDNAT: true, types: [Ingress], ingress: [{action: Deny, protocol: TCP, destination: {ports: [{{{denied}}}]}}]
            """);
        Assert.Equal(expected, new HostWorld(Open, NodePortService, policy).Ask(Client, "n1", asked));
    }

    [Fact]
    public void C35_what_a_preDNAT_policy_allows_the_endpoint_lets_through() =>
        Assert.Equal(Verdict.Allow, Accepted().Ask(Client, "n1", "30080"));

    [Fact]
    public void C35_without_the_preDNAT_policy_it_is_denied() =>
        Assert.Equal(Verdict.Deny, new HostWorld(Open, NodePortService, DenyAll).Ask(Client, "n1", "30080"));

    [Fact]
    public void C35_the_policies_of_the_pod_still_apply()
    {
        const string isolated = """
            {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: isolated, namespace: x}, spec: {podSelector: {}, policyTypes: [Ingress]}}
            """;
        var result = Accepted(isolated).Answer(Client, "n1", "30080").Cases[0].Result;
        Assert.Equal((Verdict.Allow, Verdict.Deny), (result.HostVerdict, result.Ingress.Verdict));
    }

    [Fact]
    public void C36_a_doNotTrack_policy_is_ignored_on_an_endpoint_of_all_interfaces()
    {
        var policy = Policy("raw", "applyOnForward: true, doNotTrack: true, types: [Ingress], ingress: [{action: Deny}]");
        Assert.Equal(Verdict.Allow, new HostWorld(Open, policy).Ask(Client, "n1", "80"));
        var named = Endpoint("n1-eth0", "n1", "eth0", "70.0.98.11", AllowAll);
        Assert.Equal(Verdict.Deny, new HostWorld(named, policy).Ask(Client, "n1", "80"));
    }

    [Fact]
    public void C37_of_two_endpoints_of_an_interface_the_first_by_name_counts()
    {
        var first = Endpoint("a", "n1", "eth0", "70.0.98.11", AllowAll);
        var second = Endpoint("b", "n1", "eth0", "70.0.98.11");
        Assert.Equal(Verdict.Allow, new HostWorld(second, first).Ask(Client, "n1", "80"));
        Assert.Equal("a", Told(new HostWorld(second, first)).Endpoint?.Name);
    }

    [Fact]
    public void C38_an_endpoint_of_the_interface_comes_before_one_of_all()
    {
        var all = Endpoint("all", "n1", "*", null, AllowAll);
        Assert.Equal(Verdict.Deny, new HostWorld(Bare, all).Ask(Client, "n1", "80"));
        Assert.Equal("n1-eth0", Told(new HostWorld(Bare, all)).Endpoint?.Name);
    }

    static readonly string DenyAll = Policy("deny", "order: 20, applyOnForward: true, types: [Ingress], ingress: [{action: Deny}]");

    static HostWorld Accepted(params string[] more) => new(
    [
        Open, NodePortService, DenyAll,
        Policy("accept", """
            order: 10, applyOnForward: true, preDNAT: true, types: [Ingress], ingress: [{action: Allow, protocol: TCP, destination: {ports: [30080]}}]
            """),
        .. more,
    ]);

    static HostWorld Denying80(string kind) => new(
        Open, NodePortService,
        Policy("p", $$$"""order: 10, {{{kind}}}types: [Ingress], ingress: [{action: Deny, protocol: TCP, destination: {ports: [80]}}]"""));

    static HostCandidate Told(HostWorld world) =>
        world.Answer(Client, "n1", "80").Cases[0].Result.HostEndpoints[0].Told;
}

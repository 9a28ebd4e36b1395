using System.Text;
using Merlon.Conformance.Tests.Packets;
using Merlon.Conformance.Tests.Rig;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Conformance.Tests;

/// <summary>The four flavours of host endpoint policies with real packets, connections tracked and addresses translated.</summary>
[Collection(RigFixture.Collection)]
public sealed class HostEndpointPackets : IDisposable
{
    const string Node = "172.18.0.11";
    const string Client = "203.0.113.5";
    const string Backend = "198.51.100.7";
    const string Closed = "";
    const string Open = "projectcalico-default-allow";

    // What kube-proxy does with the port of a node.
    const string Translation = """
        table ip rig_nat {
            chain prerouting {
                type nat hook prerouting priority dstnat; policy accept;
                ip daddr 172.18.0.11 tcp dport 30080 dnat to 198.51.100.7:80
            }
        }
        """;

    readonly NodeRig _rig;

    public HostEndpointPackets(RigFixture fixture)
    {
        fixture.Require();
        _rig = new NodeRig(tracks: true);
    }

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("TCP", 22, true)]
    [InlineData("UDP", 68, true)]
    [InlineData("TCP", 6443, true)]
    [InlineData("TCP", 80, false)]
    [InlineData("UDP", 22, false)]
    public void Without_policy_and_profile_only_failsafe_ports_arrive(string protocol, ushort port, bool arrives) =>
        Assert.Equal(arrives, Arrives(Closed, [], Client, Node, port, protocol));

    [Fact]
    public void Without_policy_and_profile_what_is_forwarded_passes() => Assert.True(Arrives(Closed, [], Client, Backend, 80));

    [Fact]
    public void A_normal_policy_drops_what_is_for_the_host_and_not_what_it_forwards()
    {
        string[] policies = ["types: [Ingress], ingress: [{action: Deny, protocol: TCP, destination: {ports: [80]}}, {action: Allow}]"];
        Assert.False(Arrives(Open, policies, Client, Node, 80));
        Assert.True(Arrives(Open, policies, Client, Node, 81));
        Assert.True(Arrives(Open, policies, Client, Backend, 80));
    }

    [Fact]
    public void With_applyOnForward_it_drops_both()
    {
        string[] policies = ["applyOnForward: true, types: [Ingress], ingress: [{action: Deny, protocol: TCP, destination: {ports: [80]}}, {action: Allow}]"];
        Assert.False(Arrives(Open, policies, Client, Node, 80));
        Assert.False(Arrives(Open, policies, Client, Backend, 80));
        Assert.True(Arrives(Open, policies, Client, Backend, 81));
    }

    [Fact]
    public void The_port_of_a_node_leads_to_its_backend() => Assert.True(Arrives(Open, [], Client, Node, 30080));

    [Theory]
    [InlineData(30080, false)]
    [InlineData(80, true)]
    public void A_preDNAT_policy_sees_the_port_of_the_node_and_not_that_of_the_backend(int denied, bool arrives)
    {
        string[] policies = [$"applyOnForward: true, preDNAT: true, types: [Ingress], ingress: [{{action: Deny, protocol: TCP, destination: {{ports: [{denied}]}}}}]"];
        Assert.Equal(arrives, Arrives(Open, policies, Client, Node, 30080));
    }

    [Fact]
    public void What_a_preDNAT_policy_allows_passes_the_other_policies_of_the_endpoint()
    {
        const string denyAll = "order: 20, applyOnForward: true, types: [Ingress], ingress: [{action: Deny, protocol: TCP}, {action: Allow}]";
        const string allow = "order: 10, applyOnForward: true, preDNAT: true, types: [Ingress], ingress: [{action: Allow, protocol: TCP, destination: {ports: [30080, 81]}}]";
        Assert.False(Arrives(Open, [denyAll], Client, Node, 30080));
        Assert.True(Arrives(Open, [denyAll, allow], Client, Node, 30080));
        Assert.True(Arrives(Open, [denyAll, allow], Client, Node, 81));
        Assert.False(Arrives(Open, [denyAll, allow], Client, Node, 82));
    }

    [Fact]
    public void What_a_doNotTrack_policy_allows_is_not_tracked_so_it_is_not_translated()
    {
        const string allow = "applyOnForward: true, doNotTrack: true, types: [Ingress], ingress: [{action: Allow, protocol: TCP, destination: {ports: [30080]}}]";
        // What still arrives has arrived at the host itself.
        Assert.False(Arrives(Open, [], Client, Node, 30080, more: NothingToTheBackend));
        Assert.True(Arrives(Open, [allow], Client, Node, 30080, more: NothingToTheBackend));
    }

    [Fact]
    public void A_doNotTrack_policy_drops_before_anything_else_and_leaves_failsafe_ports_open()
    {
        const string deny = "applyOnForward: true, doNotTrack: true, types: [Ingress, Egress], ingress: [{action: Deny, protocol: TCP}], egress: [{action: Deny}]";
        Assert.False(Arrives(Open, [deny], Client, Node, 80));
        Assert.False(Arrives(Open, [deny], Client, Backend, 80));
        Assert.True(Arrives(Open, [deny], Client, Node, 22));
    }

    const string NothingToTheBackend = """
        table ip rig_backend {
            chain forward {
                type filter hook forward priority 0; policy accept;
                ip daddr 198.51.100.7 drop
            }
        }
        """;

    bool Arrives(
        string profiles, string[] policies, string from, string to, ushort port, string protocol = "TCP", string more = "")
    {
        using var text = new StringWriter();
        NftText.Write(RulesetCompiler.Compile(EvaluatorOf(profiles, policies), "n1", NftName.Fixed("merlon_a")), text);
        string[] tables = ["ip rig_nat", "ip rig_backend", "inet merlon_a"];
        var clean = string.Concat(tables.Select(table => $"table {table}\ndelete table {table}\n"));
        _rig.Become([IpAddress.Parse(Node)], () => Tool.Run("nft", ["-f", "-"], $"{clean}{text}\n{Translation}\n{more}\n"));
        Assert.True(Protocol.TryParse(protocol, out var known));
        return _rig.Send([new TestPacket(IpAddress.Parse(from), IpAddress.Parse(to), known, port)])[0];
    }

    static Evaluator EvaluatorOf(string profiles, string[] policies)
    {
        var objects = policies.Select((policy, index) =>
            $"{{apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {{name: p{index}}}, spec: {{selector: has(host), {policy}}}}}");
        var text = string.Join("\n---\n", objects.Prepend($$$"""
            {apiVersion: v1, kind: Node, metadata: {name: n1}, status: {addresses: [{type: InternalIP, address: {{{Node}}}}]}}
            ---
            {apiVersion: projectcalico.org/v3, kind: HostEndpoint, metadata: {name: n1-r0, labels: {host: n1}}, spec: {node: n1, interfaceName: r0, profiles: [{{{profiles}}}]}}
            """));
        var manifests = ManifestReader.Read([new SourceText("hosts.yaml", Encoding.UTF8.GetBytes(text))]);
        Assert.True(manifests.Unread.IsEmpty, string.Join('\n', manifests.Diagnostics));
        var snapshot = Snapshot.From(manifests);
        return new Evaluator(snapshot.Cluster, snapshot.Policies);
    }
}

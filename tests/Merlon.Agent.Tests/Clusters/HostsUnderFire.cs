using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Merlon.Linux.Tests;
using Merlon.Linux.Tests.Nftables;

namespace Merlon.Agent.Tests.Clusters;

/// <summary>
/// The program guards a host while packets fly, and its policies, its own objects and the program itself come and go. Two
/// flows are denied by every policy that ever is, one to the host and one that it passes on; one comes in by a policy
/// that is always there under some name, and one by a failsafe port that no policy allows.
/// </summary>
public sealed partial class HostsUnderFire : IAsyncLifetime
{
    const string Api = "projectcalico.org/v3";
    const int PacketsBetween = 1000;

    static readonly IPAddress Host = IPAddress.Parse("192.0.2.11");
    static readonly TestFlow Allowed = new("allowed", IPAddress.Parse("10.2.0.2"), Host);
    static readonly TestFlow Failsafe = new("failsafe", IPAddress.Parse("10.2.0.4"), Host);
    static readonly TestFlow Denied = new("denied", IPAddress.Parse("10.2.0.3"), Host);
    static readonly TestFlow PassedOn = new("passed_on", IPAddress.Parse("10.2.0.3"), IPAddress.Parse("10.1.0.6"));

    readonly ForwardingNode _node = new(PassedOn);
    TestCluster _cluster = null!;
    Relay _relay = null!;

    static int Changes => Environment.GetEnvironmentVariable("MERLON_TEST_ALL") == "1" ? 400 : 60;

    public async ValueTask InitializeAsync()
    {
        // What arrives at the host is counted behind every chain of ours.
        _node.Sandbox.Namespace.RunInside(() => Tool.Run("ip", "addr", "add", $"{Host}/32", "dev", "r0"));
        _node.Sandbox.LoadText($$"""
            table inet tally {
                {{string.Join('\n', new[] { Allowed, Failsafe, Denied }.Select(flow => $"counter {flow.Name} {{ }}"))}}
                chain arrived {
                    type filter hook input priority 100; policy accept;
                    {{string.Join('\n', new[] { Allowed, Failsafe, Denied }.Select(flow => $"ip saddr {flow.Source} ip daddr {flow.Destination} counter name {flow.Name} drop"))}}
                }
            }
            """);
        _cluster = await TestCluster.StartAsync();
        _cluster.Server.Install("projectcalico.org");
        _cluster.PutAll(
            Object("FelixConfiguration", "default", "", $"failsafeInboundHostPorts: [{{protocol: 'UDP', port: 9000, net: '{Failsafe.Source}/32'}}]"),
            Object("HostEndpoint", "own", "role: 'host'", "node: 'n1', interfaceName: 'r0'"),
            Friends("friends", 100),
            Object("Tier", "screen", "", "order: 50, defaultAction: 'Pass'"),
            Object("GlobalNetworkPolicy", "passed-on", "", $"tier: 'screen', selector: \"role == 'host'\", order: 5, applyOnForward: true, types: ['Ingress'], ingress: [{{action: 'Deny', source: {{nets: ['{Denied.Source}/32']}}}}, {{action: 'Pass'}}]"),
            Worlds.Pod("friend", "n2", $"{Allowed.Source}", "friend"));
        _relay = new Relay(_node.Sandbox.Namespace, () => _cluster.Server.Address);
    }

    [Fact]
    public void Nothing_denied_passes_and_nobody_is_locked_out_while_policies_change()
    {
        using var agent = Start();
        agent.AwaitLog("in force");
        using var flood = new Flood(_node, Allowed, Denied, PassedOn, Failsafe);
        var random = new Random(1);
        for (var i = 0; i < Changes; i++)
        {
            Change(random);
            if (i % 10 != 0) continue;
            flood.Await(PacketsBetween);
            AssertReaches(flood);
        }
        AssertHolds();
    }

    [Fact]
    public async Task Nothing_denied_passes_when_the_program_is_killed_and_the_server_is_lost()
    {
        using (var first = Start()) first.AwaitLog("in force");
        using var flood = new Flood(_node, Allowed, Denied, PassedOn, Failsafe);
        var random = new Random(2);
        for (var i = 0; i < 3; i++)
        {
            using var agent = Start();
            agent.AwaitLog("info agent of node");
            for (var change = 0; change < 10; change++) Change(random);
            flood.Await(PacketsBetween);
            agent.Kill();
            AssertReaches(flood);
        }
        using (var last = Start())
        {
            last.AwaitLog("in force");
            await _cluster.LoseServerAsync();
            flood.Await(PacketsBetween);
            last.Kill();
        }
        AssertReaches(flood);
        AssertHolds();
    }

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        await _cluster.DisposeAsync();
        _node.Dispose();
    }

    AgentProgram Start() => new(_node.Sandbox.Namespace, "agent", "--node", "n1", "--kubeconfig", _cluster.KubeConfig(_relay.Address), "--listen", "none", "--socket", "none");

    void AssertReaches(Flood flood)
    {
        var (allowed, failsafe) = (ArrivedAtHost(Allowed), ArrivedAtHost(Failsafe));
        flood.Await(PacketsBetween);
        Assert.True(ArrivedAtHost(Allowed) > allowed, "The allowed flow came to a halt.");
        Assert.True(ArrivedAtHost(Failsafe) > failsafe, "The failsafe port is closed.");
    }

    void AssertHolds() => Assert.Equal((0, 0), (ArrivedAtHost(Denied), _node.Arrived(PassedOn)));

    long ArrivedAtHost(TestFlow flow) => long.Parse(
        PacketCount().Match(_node.Sandbox.Nft("list", "counter", "inet", "tally", flow.Name)).Groups[1].Value, CultureInfo.InvariantCulture);

    // The policy of friends is there before the one that it follows goes, under other names and with other company.
    void Change(Random random)
    {
        switch (random.Next(7))
        {
            case 0:
                _cluster.Put(Friends("again", random.Next(200)));
                break;
            case 1:
                _cluster.Delete(Friends("again", 1));
                break;
            case 2:
                _cluster.Put(Object("GlobalNetworkPolicy", "others", "", $"tier: 'screen', selector: \"has(role)\", order: {random.Next(10, 200)}, doNotTrack: {(random.Next(2) == 0 ? "true" : "false")}, applyOnForward: true, types: ['Ingress'], ingress: [{{action: 'Deny', source: {{nets: ['198.51.100.{random.Next(4)}/32']}}}}, {{action: 'Pass'}}]"));
                break;
            case 3:
                _cluster.Put(Object("HostEndpoint", "own", $"role: 'host', color: 'c{random.Next(3)}'", "node: 'n1', interfaceName: 'r0'"));
                break;
            case 4:
                _cluster.Put(Object("GlobalNetworkSet", $"set-{random.Next(3)}", "app: 'friend'", $"nets: ['203.0.113.{random.Next(8)}/32']"));
                break;
            case 5:
                _cluster.Put(Worlds.Pod($"friend-{random.Next(3)}", "n2", $"10.2.0.{random.Next(20, 24)}", random.Next(2) == 0 ? "friend" : "stranger"));
                break;
            default:
                _cluster.Put(Object("FelixConfiguration", "node.n1", "", $"failsafeOutboundHostPorts: [{{protocol: 'TCP', port: {random.Next(1, 4)}}}]"));
                break;
        }
    }

    static string Friends(string name, int order) => Object(
        "GlobalNetworkPolicy", name, "", $"tier: 'default', selector: \"role == 'host'\", order: {order}, ingress: [{{action: 'Allow', source: {{selector: \"app == 'friend'\"}}}}]");

    // The objects of these tests are flow YAML: a server is told JSON.
    static string Object(string kind, string name, string labels, string spec) =>
        Labs.ClusterObjects.Documents($"{{apiVersion: '{Api}', kind: '{kind}', metadata: {{name: '{name}', labels: {{{labels}}}}}, spec: {{{spec}}}}}").Single().ToJsonString();

    [GeneratedRegex(@"packets (\d+)")]
    private static partial Regex PacketCount();
}

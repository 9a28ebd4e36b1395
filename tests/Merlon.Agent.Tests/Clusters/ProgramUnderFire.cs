using System.Net;
using Merlon.Linux.Tests.Nftables;

namespace Merlon.Agent.Tests.Clusters;

/// <summary>
/// The program follows an API server while packets fly. Two flows are denied by every policy that ever is, and one is
/// allowed by all: whatever happens to the policies, the server and the program, none of the former passes.
/// </summary>
public sealed class ProgramUnderFire : IAsyncLifetime
{
    const int PacketsBetween = 1000;

    static readonly TestFlow Allowed = new("allowed", IPAddress.Parse("10.2.0.2"), IPAddress.Parse("10.1.0.6"));
    static readonly TestFlow Denied = new("denied", IPAddress.Parse("10.2.0.3"), IPAddress.Parse("10.1.0.6"));
    static readonly TestFlow Unknown = new("unknown", IPAddress.Parse("10.2.0.2"), IPAddress.Parse("10.1.0.77"));

    readonly ForwardingNode _node = new(Allowed, Denied, Unknown);
    TestCluster _cluster = null!;
    Relay _relay = null!;

    static int Changes => Environment.GetEnvironmentVariable("MERLON_TEST_ALL") == "1" ? 400 : 60;

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync();
        _cluster.PutAll(
            Worlds.Allow("guests", "db", "guest"), Worlds.Pod("guest", "n2", "10.2.0.2", "guest"), Worlds.Pod("stranger", "n2", "10.2.0.3", "stranger"));
        _relay = new Relay(_node.Sandbox.Namespace, () => _cluster.Server.Address);
    }

    [Fact]
    public void Nothing_denied_passes_while_policies_and_pods_change()
    {
        using var agent = Start();
        agent.AwaitLog("in force");
        using var flood = new Flood(_node, Allowed, Denied, Unknown);
        flood.Await(PacketsBetween);
        var random = new Random(1);
        for (var i = 0; i < Changes; i++)
        {
            Change(random);
            if (i % 10 == 0) flood.Await(PacketsBetween);
        }
        AssertHolds(flood);
    }

    [Fact]
    public async Task Nothing_denied_passes_when_the_program_is_killed_and_the_server_is_lost()
    {
        using (var first = Start()) first.AwaitLog("in force");
        using var flood = new Flood(_node, Allowed, Denied, Unknown);
        var random = new Random(2);
        for (var i = 0; i < 3; i++)
        {
            using var agent = Start();
            agent.AwaitLog("info agent of node");
            for (var change = 0; change < 10; change++) Change(random);
            flood.Await(PacketsBetween);
            agent.Kill();
        }
        using (var last = Start())
        {
            last.AwaitLog("in force");
            await _cluster.LoseServerAsync();
            flood.Await(PacketsBetween);
            last.Kill();
        }
        // Without a server a new start knows nothing, and touches nothing.
        using var blind = Start();
        blind.AwaitLog("info agent of node");
        flood.Await(PacketsBetween);
        AssertHolds(flood);
    }

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        await _cluster.DisposeAsync();
        _node.Dispose();
    }

    AgentProgram Start() => new(_node.Sandbox.Namespace, "agent", "--node", "n1", "--kubeconfig", _cluster.KubeConfig(_relay.Address), "--listen", "none", "--socket", "none");

    void AssertHolds(Flood flood)
    {
        flood.Await(PacketsBetween);
        Assert.Equal((0, 0), (_node.Arrived(Denied), _node.Arrived(Unknown)));
        var before = _node.Arrived(Allowed);
        flood.Await(PacketsBetween);
        Assert.True(_node.Arrived(Allowed) > before, "The allowed flow came to a halt.");
    }

    // The policy of guests is there before the one that it follows goes, under other names and with other company.
    void Change(Random random)
    {
        switch (random.Next(5))
        {
            case 0:
                _cluster.Put(Worlds.Allow("again", "db", "guest"));
                break;
            case 1:
                _cluster.Delete(Worlds.Allow("again", "db", "guest"));
                break;
            case 2:
                _cluster.Put(Worlds.Allow("others", "db", random.Next(2) == 0 ? "web" : "job"));
                break;
            case 3:
                _cluster.Put(Worlds.Pod($"job-{random.Next(4)}", "n1", $"10.1.0.{random.Next(20, 24)}", random.Next(2) == 0 ? "job" : "db"));
                break;
            default:
                _cluster.Put(Worlds.Pod("elsewhere", "n2", "10.2.0.9", random.Next(2) == 0 ? "guest" : "stranger"));
                break;
        }
    }
}

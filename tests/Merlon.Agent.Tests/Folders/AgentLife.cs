using System.Net;
using Merlon.Linux.Tests.Nftables;

namespace Merlon.Agent.Tests.Folders;

/// <summary>However the program ends, what it put in force stays in force: real packets try it.</summary>
public sealed class AgentLife : IDisposable
{
    const int PacketsBetween = 2000;

    static readonly TestFlow Allowed = new("allowed", IPAddress.Parse("10.2.0.2"), IPAddress.Parse("10.1.0.6"));
    static readonly TestFlow Denied = new("denied", IPAddress.Parse("10.2.0.3"), IPAddress.Parse("10.1.0.6"));

    readonly ForwardingNode _node = new(Allowed, Denied);
    readonly ManifestFolder _folder = new();

    public AgentLife()
    {
        _folder.Write("cluster.yaml", Worlds.Cluster);
        _folder.Write("policy.yaml", Worlds.Allow("db", "db", "guest"));
    }

    [Fact]
    public void Killed_started_and_stopped_under_fire_it_lets_nothing_through()
    {
        using (var first = Start()) first.AwaitLog("in force");
        using var flood = new Flood(_node, Allowed, Denied);
        flood.Await(PacketsBetween);
        for (var i = 0; i < 3; i++)
        {
            using var killed = Start();
            killed.AwaitLog("info agent of node");
            // Somewhere in the middle of its work, at another place each time.
            Thread.Sleep(i * 40);
            killed.Kill();
            flood.Await(PacketsBetween);
        }
        using var stopped = Start();
        stopped.AwaitLog("in force");
        Assert.Equal(0, stopped.Terminate());
        flood.Await(PacketsBetween);
        Assert.Equal(0, _node.Arrived(Denied));
        Assert.NotEqual(0, _node.Arrived(Allowed));
    }

    [Fact]
    public void Uninstall_is_what_opens_the_node()
    {
        using (var agent = Start())
        {
            agent.AwaitLog("in force");
            Assert.Equal(0, agent.Terminate());
        }
        using var flood = new Flood(_node, Allowed, Denied);
        flood.Await(PacketsBetween);
        Assert.Equal(0, _node.Arrived(Denied));
        using (var uninstall = new AgentProgram(_node.Sandbox.Namespace, "agent", "uninstall"))
        {
            Assert.Equal(0, uninstall.AwaitExit());
            Assert.Contains("nothing is enforced on this machine any more", uninstall.Log, StringComparison.Ordinal);
        }
        flood.Await(PacketsBetween);
        Assert.NotEqual(0, _node.Arrived(Denied));
        Assert.Empty(_node.Sandbox.Nft("list", "tables"));
    }

    [Fact]
    public void The_node_has_the_name_of_its_host_where_nobody_says_another()
    {
        using var agent = new AgentProgram(
            _node.Sandbox.Namespace, "agent", "--manifests", _folder.Path, "--listen", "none", "--socket", "none");
        agent.AwaitLog($"agent of node {Environment.MachineName.ToLowerInvariant()}");
    }

    [Theory]
    [InlineData("merlon: --node says which node this machine is", "agent", "--node", "", "--manifests", "/")]
    [InlineData("merlon: no such folder: `missing`", "agent", "--node", "n1", "--manifests", "missing", "--listen", "none", "--socket", "none")]
    [InlineData("merlon: --unknown-pods is drop or allow", "agent", "--node", "n1", "--manifests", "/", "--unknown-pods", "perhaps")]
    [InlineData("merlon: --pod-cidr: `10.1.0.0/33` is not a CIDR", "agent", "--node", "n1", "--manifests", "/", "--pod-cidr", "10.1.0.0/33")]
    public void I_am_told_of_wrong_options(string words, params string[] arguments)
    {
        using var agent = new AgentProgram(_node.Sandbox.Namespace, arguments);
        Assert.Equal(2, agent.AwaitExit());
        Assert.Contains(words, agent.Log, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _node.Dispose();
        _folder.Dispose();
    }

    AgentProgram Start() => new(_node.Sandbox.Namespace, "agent", "--node", "n1", "--manifests", _folder.Path, "--listen", "none", "--socket", "none");
}

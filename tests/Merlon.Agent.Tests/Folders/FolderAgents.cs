using Merlon.Linux.Tests;
using Merlon.Linux.Tests.Nftables;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Agent.Tests.Folders;

/// <summary>What an agent makes of a folder, and of what it finds in the kernel.</summary>
public sealed class FolderAgents : IDisposable
{
    readonly Sandbox _sandbox = new();
    readonly ManifestFolder _folder = new();

    public FolderAgents() => _folder.Write("cluster.yaml", Worlds.Cluster);

    [Fact]
    public async Task A_folder_is_put_in_force_and_kept_so()
    {
        _folder.Write("policy.yaml", Worlds.Allow("db", "db", "web"));
        await using var agent = Start();
        agent.AwaitInForce();
        _folder.Write("policy.yaml", Worlds.Allow("db", "db", "guest"));
        agent.AwaitInForce();
        _folder.Write("more.yaml", Worlds.Allow("web", "web", "guest"));
        agent.AwaitInForce();
        _folder.Delete("more.yaml");
        agent.AwaitInForce();
        Assert.True(agent.Report.IsReady);
        Assert.Equal((2, 1), (agent.Report.LocalPods, agent.Report.Policies));
    }

    [Fact]
    public async Task Nothing_is_written_before_the_node_is_known()
    {
        _folder.Write("cluster.yaml", Worlds.Pod("guest", "n2", "10.2.0.2", "guest"));
        await using var agent = Start();
        agent.Await(() => agent.Report.Troubles.Any(trouble => trouble.StartsWith("there is no node `n1`", StringComparison.Ordinal)));
        Assert.Null(agent.Running());
        Assert.False(agent.Report.IsReady);
        _folder.Write("cluster.yaml", Worlds.Cluster);
        agent.AwaitInForce();
    }

    // The interface on which kube-proxy keeps the addresses of Services in IPVS mode.
    [Fact]
    public async Task A_node_whose_Services_go_past_the_rules_is_not_ready()
    {
        await using var agent = Start();
        agent.Await(() => agent.Report.IsReady);
        _sandbox.Namespace.RunInside(() => Tool.Run("ip", "link", "add", "kube-ipvs0", "type", "bridge"));
        agent.Await(() => agent.Report.Troubles.Any(trouble => trouble.StartsWith("kube-proxy runs in IPVS mode", StringComparison.Ordinal)));
        Assert.False(agent.Report.IsReady);
        _sandbox.Namespace.RunInside(() => Tool.Run("ip", "link", "delete", "kube-ipvs0"));
        agent.Await(() => agent.Report.IsReady);
    }

    [Fact]
    public async Task What_others_do_to_the_table_is_undone()
    {
        _folder.Write("policy.yaml", Worlds.Allow("db", "db", "web"));
        await using var agent = Start();
        agent.AwaitInForce();
        var table = agent.Running()?.Name.Text ?? "";
        _sandbox.Nft("flush", "chain", "inet", table, "ingress_forward");
        agent.AwaitInForce();
        _sandbox.Nft("add", "element", "inet", table, "egress_v4", "{", "10.9.9.9", ":", "accept", "}");
        agent.AwaitInForce();
        _sandbox.Nft("add", "rule", "inet", table, "egress_forward", "counter", "accept");
        agent.AwaitInForce();
        _sandbox.Nft("flush", "ruleset");
        agent.AwaitInForce();
    }

    [Fact]
    public async Task Tables_of_others_are_left_alone()
    {
        _sandbox.LoadText("table inet theirs { chain c { type filter hook forward priority 0; counter accept comment \"theirs\"\n }\n }\n");
        await using var agent = Start();
        agent.AwaitInForce();
        _folder.Write("policy.yaml", Worlds.Allow("db", "db", "web"));
        agent.AwaitInForce();
        var before = _sandbox.Nft("-a", "list", "table", "inet", "theirs");
        _sandbox.Nft("delete", "table", "inet", agent.Running()?.Name.Text ?? "");
        agent.AwaitInForce();
        Assert.Equal(before, _sandbox.Nft("-a", "list", "table", "inet", "theirs"));
    }

    [Fact]
    public async Task A_second_start_goes_on_with_what_runs()
    {
        _folder.Write("policy.yaml", Worlds.Allow("db", "db", "web"));
        string before;
        await using (var first = Start())
        {
            first.AwaitInForce();
            before = List();
        }
        Assert.Equal(before, List());
        await using (var second = Start())
        {
            second.Await(() => second.Report.IsReady);
            // Handles too: nothing was made again.
            Assert.Equal(before, List());
        }
        string List() => _sandbox.Nft("-a", "list", "table", "inet", "merlon_a");
    }

    [Fact]
    public async Task What_cannot_be_read_is_replaced_under_the_other_name()
    {
        _sandbox.LoadText("table inet merlon_a { chain c { type filter hook forward priority 0; counter drop\n }\n }\n");
        await using var agent = Start();
        agent.AwaitInForce();
        Assert.Equal("merlon_b", agent.Running()?.Name.Text);
        Assert.DoesNotContain("merlon_a", _sandbox.Nft("list", "tables"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_left_twice_becomes_one()
    {
        foreach (var name in new[] { "merlon_a", "merlon_b" })
        {
            _sandbox.LoadText($"table inet {name} {{ chain c {{ type filter hook forward priority 0; counter drop\n }}\n }}\n");
        }
        await using var agent = Start();
        agent.AwaitInForce();
        Assert.Single(_sandbox.Nft("list", "tables").Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_node_without_ranges_takes_those_of_the_options()
    {
        _folder.Write("cluster.yaml", Worlds.Cluster.Replace("\"podCIDRs\": [\"10.1.0.0/24\"]", "", StringComparison.Ordinal));
        var wanted = new AgentOptions("n1") { PodRanges = [Cidr.Parse("10.1.0.0/24")] };
        await using (var open = _folder.Start(_sandbox, wanted with { PodRanges = [] }))
        {
            open.Await(() => open.Log.Contains("node n1 has no pod ranges", StringComparison.Ordinal));
        }
        Assert.DoesNotContain("10.1.0.0/24", Listed(), StringComparison.Ordinal);
        await using var held = _folder.Start(_sandbox, wanted);
        held.Await(() => held.Report.IsReady);
        Assert.Contains("10.1.0.0/24", Listed(), StringComparison.Ordinal);
        string Listed() => _sandbox.Nft("list", "table", "inet", "merlon_a");
    }

    [Fact]
    public async Task A_dry_run_writes_nothing()
    {
        await using var agent = _folder.Start(_sandbox, new AgentOptions("n1") { Mode = AgentMode.DryRun });
        agent.Await(() => agent.Log.Contains("dry run, nothing is written", StringComparison.Ordinal));
        Assert.Null(agent.Running());
        Assert.False(agent.Report.IsReady);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _sandbox.Dispose();
    }

    TestAgent Start() => _folder.Start(_sandbox);
}

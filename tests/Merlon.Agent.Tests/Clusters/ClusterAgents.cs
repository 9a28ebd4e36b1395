using Merlon.Linux.Tests.Nftables;
using Merlon.TestServer;

namespace Merlon.Agent.Tests.Clusters;

/// <summary>What an agent makes of what an API server tells.</summary>
public sealed class ClusterAgents : IAsyncLifetime
{
    readonly Sandbox _sandbox = new();
    TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync();

    [Fact]
    public async Task Changes_of_a_cluster_reach_the_kernel()
    {
        await using var agent = _cluster.Start(_sandbox);
        agent.AwaitInForce();
        _cluster.Put(Worlds.Allow("db", "db", "guest"));
        agent.AwaitInForce();
        _cluster.Put(Worlds.Pod("guest", "n2", "10.2.0.2", "guest"));
        agent.AwaitInForce();
        _cluster.Put(Worlds.Pod("guest", "n2", "10.2.0.2", "stranger"));
        agent.AwaitInForce();
        _cluster.Put(Worlds.Pod("web", "n1", "10.1.0.5", "db"));
        agent.AwaitInForce();
        _cluster.Delete(Worlds.Allow("db", "db", "guest"));
        agent.AwaitInForce();
        Assert.True(agent.Report.IsReady);
    }

    [Fact]
    public async Task Nothing_is_written_before_everything_is_known()
    {
        _cluster.Put(Worlds.Allow("db", "db", "guest"));
        _cluster.Server.Faults = request => request.Resource?.Plural == "networkpolicies" ? new Fault.Answer(500) : null;
        await using var agent = _cluster.Start(_sandbox);
        agent.Await(() => _cluster.Server.Requests.Count(request => request.Resource?.Plural == "networkpolicies") > 3);
        agent.Await(() => _cluster.Server.Requests.Any(request => request is { Resource.Plural: "pods", IsWatch: true }));
        Assert.Null(agent.Running());
        Assert.False(agent.Report.IsSynced);
        _cluster.Server.Faults = _ => null;
        agent.AwaitInForce();
    }

    [Fact]
    public async Task A_pod_whose_address_is_not_known_yet_is_held_until_it_is()
    {
        await using var agent = _cluster.Start(_sandbox);
        agent.AwaitInForce();
        _cluster.Put("""{"kind": "Pod", "metadata": {"name": "new", "namespace": "shop"}, "spec": {"nodeName": "n1"}, "status": {"phase": "Pending"}}""");
        _cluster.Put(Worlds.Allow("db", "db", "guest"));
        agent.AwaitInForce();
        Assert.Contains("10.1.0.0/24", _sandbox.Nft("list", "set", "inet", "merlon_a", "local_v4"), StringComparison.Ordinal);
        _cluster.Put("""{"kind": "Pod", "metadata": {"name": "new", "namespace": "shop"}, "spec": {"nodeName": "n1"}, "status": {"phase": "Running", "podIP": "10.1.0.9"}}""");
        agent.AwaitInForce();
        Assert.Contains("10.1.0.9", _sandbox.Nft("list", "table", "inet", "merlon_a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_goes_from_a_finished_pod_to_the_one_that_has_it_now()
    {
        _cluster.Put(Worlds.Allow("db", "db", "job"));
        _cluster.Put(Worlds.Pod("job", "n2", "10.2.0.7", "job"));
        await using var agent = _cluster.Start(_sandbox);
        agent.AwaitInForce();
        Assert.Contains("10.2.0.7", Table(), StringComparison.Ordinal);
        _cluster.Put(Worlds.Pod("job", "n2", "10.2.0.7", "job").Replace("Running", "Succeeded", StringComparison.Ordinal));
        agent.AwaitInForce();
        Assert.DoesNotContain("10.2.0.7", Table(), StringComparison.Ordinal);
        _cluster.Put(Worlds.Pod("other", "n2", "10.2.0.7", "other"));
        agent.AwaitInForce();
        Assert.DoesNotContain("10.2.0.7", Table(), StringComparison.Ordinal);
        string Table() => _sandbox.Nft("list", "table", "inet", "merlon_a");
    }

    [Fact]
    public async Task A_policy_that_is_not_understood_isolates_its_namespace_and_says_so()
    {
        await using var agent = _cluster.Start(_sandbox);
        agent.AwaitInForce();
        _cluster.Put(Worlds.Allow("new", "db", "guest").Replace("\"from\"", "\"whence\"", StringComparison.Ordinal));
        agent.Await(() => agent.Report.Troubles.Any(trouble => trouble.Contains("its namespace is isolated", StringComparison.Ordinal)));
        Assert.DoesNotContain("10.1.0", _sandbox.Nft("list", "set", "inet", "merlon_a", "ingress_open_v4"), StringComparison.Ordinal);
        Assert.False(agent.Report.IsReady);
        _cluster.Put(Worlds.Allow("new", "db", "guest"));
        agent.AwaitInForce();
        Assert.True(agent.Report.IsReady);
    }

    [Fact]
    public async Task A_server_that_is_gone_changes_nothing_and_one_that_is_back_is_followed()
    {
        _cluster.Put(Worlds.Allow("db", "db", "guest"));
        await using var agent = _cluster.Start(_sandbox);
        agent.AwaitInForce();
        var before = agent.Running();
        await _cluster.LoseServerAsync();
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.Equal(before, agent.Running());
        Assert.True(agent.Report.IsInForce);
        await _cluster.BringBackAsync();
        _cluster.Put(Worlds.Allow("db", "db", "web"));
        agent.AwaitInForce();
        Assert.NotEqual(before, agent.Running());
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _sandbox.Dispose();
    }
}

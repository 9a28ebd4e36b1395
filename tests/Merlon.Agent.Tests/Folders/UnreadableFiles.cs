using Merlon.Linux.Tests.Nftables;

namespace Merlon.Agent.Tests.Folders;

/// <summary>What cannot be read opens nothing.</summary>
public sealed class UnreadableFiles : IDisposable
{
    readonly Sandbox _sandbox = new();
    readonly ManifestFolder _folder = new();

    public UnreadableFiles() => _folder.Write("cluster.yaml", Worlds.Cluster);

    [Fact]
    public async Task A_policy_that_cannot_be_read_isolates_its_namespace()
    {
        await using var agent = _folder.Start(_sandbox);
        agent.AwaitInForce();
        Assert.Contains("10.1.0.5", Open("ingress"), StringComparison.Ordinal);
        _folder.Write("policy.yaml", "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p, namespace: shop}, spec: {podSelector: {matchLabel: {app: db}}}}");
        agent.Await(() => !$"{Open("ingress")}{Open("egress")}".Contains("elements", StringComparison.Ordinal));
        agent.Await(() => agent.Report.Troubles.Any(trouble => trouble.Contains("NetworkPolicy shop/p", StringComparison.Ordinal)));
        Assert.False(agent.Report.IsReady);
    }

    [Fact]
    public async Task A_document_of_which_nothing_is_known_leaves_what_is_in_force()
    {
        _folder.Write("policy.yaml", Worlds.Allow("db", "db", "web"));
        await using var agent = _folder.Start(_sandbox);
        agent.AwaitInForce();
        var before = agent.Running();
        _folder.Write("policy.yaml", "{apiVersion: networking.k8s.io/v1, kind: [");
        agent.Await(() => agent.Report.Troubles.Any(trouble => trouble.Contains("stays in force", StringComparison.Ordinal)));
        Assert.Equal(before, agent.Running());
        _folder.Write("policy.yaml", Worlds.Allow("db", "db", "guest"));
        agent.AwaitInForce();
        agent.Await(() => agent.Report.IsReady);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_read_leaves_what_is_in_force()
    {
        await using var agent = _folder.Start(_sandbox);
        agent.AwaitInForce();
        var before = agent.Running();
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "loop.yaml"), Path.Combine(_folder.Path, "loop.yaml"));
        agent.Await(() => !agent.Report.Troubles.IsEmpty);
        Assert.Equal(before, agent.Running());
    }

    public void Dispose()
    {
        _folder.Dispose();
        _sandbox.Dispose();
    }

    string Open(string direction) => _sandbox.Nft("list", "set", "inet", "merlon_a", $"{direction}_open_v4");
}

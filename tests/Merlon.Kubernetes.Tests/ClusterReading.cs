using Merlon.Kubernetes.Access;
using Merlon.TestServer;

namespace Merlon.Kubernetes.Tests;

/// <summary>A cluster read once.</summary>
public sealed class ClusterReading
{
    static readonly ApiResource Pods = new("", "v1", "pods", "Pod", true);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_most_recent_state_is_read_page_by_page()
    {
        await using var server = await ApiServer.StartAsync();
        for (var i = 0; i < 30; i++) server.Put("pods", "", "shop", $"web-{i:00}");
        var contents = await ReadAsync(server, [Pods]);
        Assert.Equal(30, contents.Objects.Length);
        Assert.All(server.Requests, request => Assert.DoesNotContain("resourceVersion", request.Query, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_not_installed_is_no_fault()
    {
        await using var server = await ApiServer.StartAsync();
        var contents = await ReadAsync(server, KnownResources.All);
        Assert.Empty(contents.Unread);
    }

    [Theory]
    [InlineData(429, true)]
    [InlineData(503, true)]
    [InlineData(403, false)]
    public async Task What_passes_is_tried_again_and_what_does_not_is_named(int code, bool passes)
    {
        await using var server = await ApiServer.StartAsync();
        server.Put("pods", "", "shop", "web");
        var asked = 0;
        server.Faults = _ => Interlocked.Increment(ref asked) <= 2 ? new Fault.Answer(code) : null;
        var contents = await ReadAsync(server, [Pods]);
        Assert.Equal(passes ? 1 : 0, contents.Objects.Length);
        Assert.Equal(passes ? [] : [new UnreadResource(Pods, "injected 403")], contents.Unread);
    }

    [Fact]
    public async Task What_fails_again_and_again_is_named()
    {
        await using var server = await ApiServer.StartAsync();
        server.Faults = _ => new Fault.Answer(500);
        var contents = await ReadAsync(server, [Pods]);
        Assert.Equal([new UnreadResource(Pods, "injected 500")], contents.Unread);
        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public async Task Slow_pages_are_waited_for()
    {
        await using var server = await ApiServer.StartAsync();
        for (var i = 0; i < 5; i++) server.Put("pods", "", "shop", $"web-{i}");
        server.Faults = _ => new Fault.Slow(TimeSpan.FromMilliseconds(5), PieceBytes: 50);
        Assert.Equal(5, (await ReadAsync(server, [Pods])).Objects.Length);
    }

    [Fact]
    public async Task Calicos_objects_are_read_once_where_their_storage_is_served_too()
    {
        await using var server = await ApiServer.StartAsync();
        server.Install("projectcalico.org");
        server.Install("crd.projectcalico.org");
        foreach (var served in new[] { "projectcalico.org", "crd.projectcalico.org" })
        {
            server.Put("tiers", served, null, "platform");
        }
        var found = Assert.Single((await ReadAsync(server, KnownResources.Policies)).Objects);
        Assert.Equal("tiers.projectcalico.org/platform", found.ToSource().Name);

        server.Uninstall("projectcalico.org");
        Assert.Equal("crd.projectcalico.org", Assert.Single((await ReadAsync(server, KnownResources.Policies)).Objects).Resource.Group);
    }

    static async Task<ClusterContents> ReadAsync(ApiServer server, IEnumerable<ApiResource> resources)
    {
        using var client = new KubernetesClient(new ClusterAccess(server.Address, CredentialSource.Fixed(Credential.None)));
        return await new ClusterReader(client, Watching.Follower.Quick).ReadAsync(resources, Stop);
    }
}

using Merlon.TestServer;

namespace Merlon.Kubernetes.Tests.Watching;

public sealed class Watches
{
    static readonly ApiResource Pods = new("", "v1", "pods", "Pod", true);

    static readonly ApiResource Policies =
        new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true);

    static readonly ApiResource AdminPolicies =
        new("policy.networking.k8s.io", "v1alpha2", "clusternetworkpolicies", "ClusterNetworkPolicy", false);

    [Fact]
    public async Task A_list_of_many_pages_comes_first_and_whole()
    {
        await using var server = await ApiServer.StartAsync();
        for (var i = 0; i < 30; i++) server.Put("pods", "", "shop", $"web-{i:00}");
        await using var follower = new Follower(server, [Pods]);
        await follower.AgreesAsync(server);
        var list = Assert.IsType<ObjectChange.Relisted>(Assert.Single(follower.Changes));
        Assert.Equal(30, list.All.Length);
        Assert.Equal(5, server.Requests.Count(request => !request.IsWatch));
    }

    [Fact]
    public async Task Changes_follow_in_their_order()
    {
        await using var server = await ApiServer.StartAsync();
        await using var follower = new Follower(server, [Pods]);
        await follower.AgreesAsync(server);
        server.Put("pods", "", "shop", "web", """{"metadata":{"labels":{"app":"web"}}}""");
        server.Put("pods", "", "shop", "web", """{"metadata":{"labels":{"app":"old"}}}""");
        server.Put("pods", "", "shop", "db");
        server.Store.Delete(ServedResource.Of("pods"), "shop", "web");
        await Follower.BecomesTrueAsync(() => follower.Changes.Count == 5, "five changes came");
        Assert.Collection(
            follower.Changes,
            change => Assert.IsType<ObjectChange.Relisted>(change),
            change => Assert.Equal("web", Assert.IsType<ObjectChange.Put>(change).Name),
            change => Assert.Equal("web", Assert.IsType<ObjectChange.Put>(change).Name),
            change => Assert.Equal("db", Assert.IsType<ObjectChange.Put>(change).Name),
            change => Assert.Equal("web", Assert.IsType<ObjectChange.Gone>(change).Name));
    }

    [Fact]
    public async Task An_api_that_is_not_installed_is_synced_and_empty_and_comes_when_it_is()
    {
        await using var server = await ApiServer.StartAsync();
        await using var follower = new Follower(server, [AdminPolicies]);
        await Follower.BecomesTrueAsync(
            () => follower.Changes.Count > 0 && follower.Watch.States[0].IsAbsent, "the API is known to be absent");
        Assert.True(follower.Watch.States[0].IsSynced);
        Assert.IsType<ObjectChange.Absent>(Assert.Single(follower.Changes));

        server.Install("policy.networking.k8s.io");
        server.Put("clusternetworkpolicies", "policy.networking.k8s.io", null, "deny");
        await follower.AgreesAsync(server);
        Assert.False(follower.Watch.States[0].IsAbsent);
    }
}

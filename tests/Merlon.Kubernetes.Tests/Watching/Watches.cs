using Merlon.Kubernetes.Access;
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

    [Fact]
    public async Task A_watch_whose_changes_are_not_taken_holds_few_of_them_and_loses_none()
    {
        await using var server = await ApiServer.StartAsync();
        using var stop = new CancellationTokenSource();
        using var client = new KubernetesClient(new ClusterAccess(server.Address, CredentialSource.Fixed(Credential.None)));
        var watch = new ClusterWatch(client, [Pods], Follower.Quick with { Capacity = 4 });
        var running = watch.RunAsync(stop.Token);
        await Follower.BecomesTrueAsync(() => watch.States[0].IsConnected, "the watch is open");
        for (var i = 0; i < 2000; i++) server.Put("pods", "", "shop", $"web-{i}");
        await Follower.BecomesTrueAsync(() => watch.States[0].Changes >= 3, "the first changes were handed on");
        Assert.InRange(watch.States[0].Changes, 3, 4);

        var names = new HashSet<string>();
        await foreach (var change in watch.Changes.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (change is ObjectChange.Put put) names.Add(put.Name);
            if (names.Count == 2000) break;
        }
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Many_apis_that_are_not_installed_are_looked_for_with_one_request()
    {
        await using var server = await ApiServer.StartAsync();
        var policies = KnownResources.Policies.Where(known => known.Group != "networking.k8s.io").ToList();
        await using var follower = new Follower(server, policies);
        await Follower.BecomesTrueAsync(
            () => server.Requests.Count(request => request.Path == "/apis") >= 3, "it was looked three times");
        Assert.All(follower.Watch.States, state => Assert.True(state.IsAbsent));
        Assert.Equal(
            policies.Select(known => $"/apis/{known.ApiVersion}/{known.Plural}").Append("/apis").Order(StringComparer.Ordinal),
            server.Requests.Select(request => request.Path).Distinct().Order(StringComparer.Ordinal));
    }
}

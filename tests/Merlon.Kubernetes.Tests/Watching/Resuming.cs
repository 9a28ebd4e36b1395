using Merlon.TestServer;

namespace Merlon.Kubernetes.Tests.Watching;

/// <summary>What happens when a watch ends, well or badly.</summary>
public sealed class Resuming
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static readonly ApiResource Pods = new("", "v1", "pods", "Pod", true);

    static readonly ApiResource Tiers = new("projectcalico.org", "v3", "tiers", "Tier", false);

    [Fact]
    public async Task A_watch_whose_time_is_over_is_resumed_without_a_list()
    {
        await using var server = await ApiServer.StartAsync();
        server.WatchLimit = TimeSpan.FromMilliseconds(30);
        await using var follower = new Follower(server, [Pods]);
        for (var i = 0; i < 20; i++)
        {
            server.Put("pods", "", "shop", $"web-{i}");
            await Task.Delay(10, Stop);
        }
        await Follower.BecomesTrueAsync(() => follower.Watch.States[0].Watches > 5, "several watches were opened");
        await follower.AgreesAsync(server);
        Assert.Equal(1, follower.Watch.States[0].Lists);
        Assert.Equal(0, follower.Watch.States[0].Failures);
    }

    [Fact]
    public async Task Bookmarks_let_a_quiet_watch_outlive_a_compaction()
    {
        await using var server = await ApiServer.StartAsync();
        server.BookmarkInterval = TimeSpan.FromMilliseconds(5);
        server.WatchLimit = TimeSpan.FromMilliseconds(200);
        server.Put("pods", "", "shop", "web");
        await using var follower = new Follower(server, [Pods]);
        await follower.AgreesAsync(server);
        for (var i = 0; i < 6; i++)
        {
            server.Put("services", "", "shop", $"web-{i}");
            await Task.Delay(50, Stop);
            server.Store.Compact();
            await Task.Delay(50, Stop);
        }
        server.Put("pods", "", "shop", "db");
        await follower.AgreesAsync(server);
        Assert.Equal(1, follower.Watch.States[0].Lists);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task History_that_is_gone_leads_to_a_list_of_what_is_there(bool asEvent)
    {
        await using var server = await ApiServer.StartAsync();
        server.BookmarkInterval = TimeSpan.FromHours(1);
        server.Put("pods", "", "shop", "old");
        await using var follower = new Follower(server, [Pods]);
        await follower.AgreesAsync(server);
        // The watch breaks, and misses that one pod goes and another comes.
        server.Faults = request => request.IsWatch ? new Fault.Answer(503) : null;
        server.CutConnections();
        server.Store.Delete(ServedResource.Of("pods"), "shop", "old");
        server.Put("pods", "", "shop", "new");
        if (!asEvent) server.Store.Compact();
        var told = 0;
        server.Faults = request =>
            asEvent && request.IsWatch && Interlocked.Increment(ref told) == 1 ? new Fault.ErrorEvent(410, 0) : null;
        await follower.AgreesAsync(server);
        Assert.Equal(2, follower.Watch.States[0].Lists);
        // It has to reach the version that was known: an older list would go back in time.
        Assert.Contains(server.Requests, request =>
            request.Query.Contains("resourceVersionMatch=NotOlderThan", StringComparison.Ordinal)
            && !request.Query.Contains("resourceVersion=0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_that_expire_in_the_middle_are_read_in_one_piece()
    {
        await using var server = await ApiServer.StartAsync();
        for (var i = 0; i < 30; i++) server.Put("pods", "", "shop", $"web-{i:00}");
        server.Faults = request =>
        {
            if (request.Query.Contains("continue=", StringComparison.Ordinal)) server.Store.Compact();
            return null;
        };
        await using var follower = new Follower(server, [Pods]);
        await follower.AgreesAsync(server);
        Assert.Equal(["?limit=7&resourceVersion=0&resourceVersionMatch=NotOlderThan", "continue", ""],
            server.Requests.Where(request => !request.IsWatch)
                .Select(request => request.Query.Contains("continue", StringComparison.Ordinal) ? "continue" : request.Query));
    }

    [Fact]
    public async Task A_connection_that_is_open_and_dead_is_given_up()
    {
        await using var server = await ApiServer.StartAsync();
        var stalled = 0;
        server.Faults = request =>
            request.IsWatch && Interlocked.Increment(ref stalled) == 1 ? new Fault.Stall(0) : null;
        await using var follower = new Follower(server, [Pods]);
        await follower.AgreesAsync(server);
        server.Put("pods", "", "shop", "web");
        await follower.AgreesAsync(server);
        Assert.True(follower.Watch.States[0].Failures >= 1);
    }

    [Fact]
    public async Task An_api_that_is_removed_counts_as_gone_at_the_second_look()
    {
        await using var server = await ApiServer.StartAsync();
        server.Install("projectcalico.org");
        server.Put("tiers", "projectcalico.org", null, "platform");
        server.WatchLimit = TimeSpan.FromMilliseconds(20);
        await using var follower = new Follower(server, [Tiers]);
        await follower.AgreesAsync(server);
        var before = server.Requests.Count;
        server.Uninstall("projectcalico.org");
        await Follower.BecomesTrueAsync(() => follower.Changes[^1] is ObjectChange.Absent, "the API is gone");
        Assert.Empty(follower.StateOf(Tiers));
        Assert.True(server.Requests.Count - before >= 2);
    }

    [Fact]
    public async Task What_may_not_be_read_is_told_and_tried_again()
    {
        await using var server = await ApiServer.StartAsync();
        server.Forbidden["pods"] = true;
        await using var follower = new Follower(server, [Pods]);
        await Follower.BecomesTrueAsync(() => follower.Watch.States[0].Failures > 1, "it was tried again");
        Assert.Contains("pods is forbidden", follower.Watch.States[0].LastError, StringComparison.Ordinal);
        Assert.False(follower.Watch.States[0].IsSynced);
        server.Forbidden.Clear();
        await follower.AgreesAsync(server);
        Assert.Null(follower.Watch.States[0].LastError);
    }

    [Fact]
    public async Task A_server_that_comes_back_with_an_older_state_is_believed()
    {
        var server = await ApiServer.StartAsync();
        for (var i = 0; i < 20; i++) server.Put("pods", "", "shop", $"web-{i}");
        await using var follower = new Follower(server, [Pods]);
        await follower.AgreesAsync(server);
        var port = server.Address.Port;
        await server.DisposeAsync();
        await using var restored = await ApiServer.StartAsync(port: port);
        restored.BookmarkInterval = TimeSpan.FromMilliseconds(20);
        restored.Put("pods", "", "shop", "from-backup");
        await follower.AgreesAsync(restored);
    }
}

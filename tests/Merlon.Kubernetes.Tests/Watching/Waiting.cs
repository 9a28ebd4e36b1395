using Merlon.TestServer;

namespace Merlon.Kubernetes.Tests.Watching;

/// <summary>How long the watch waits between tries, by a clock that stands still unless told.</summary>
public sealed class Waiting
{
    static readonly ApiResource Pods = new("", "v1", "pods", "Pod", true);

    readonly ManualTime _time = new();

    WatchOptions Options => new() { Time = _time, Seed = 7 };

    [Theory]
    [InlineData(500, null, 0.8)]
    [InlineData(429, 20, 20.0)]
    public async Task After_a_failure_nothing_is_asked_before_the_wait_is_over(int code, int? retryAfter, double seconds)
    {
        await using var server = await ApiServer.StartAsync();
        server.Faults = _ => new Fault.Answer(code, retryAfter);
        await using var follower = new Follower(server, [Pods], Options);
        await Follower.BecomesTrueAsync(() => _time.Waiting == 1, "the watch waits");
        Assert.InRange(_time.LongestWait.TotalSeconds, seconds, seconds * 2);
        _time.Pass(TimeSpan.FromSeconds(seconds * 0.99));
        Assert.Single(server.Requests);
        _time.Pass(TimeSpan.FromSeconds(seconds * 1.01));
        await Follower.BecomesTrueAsync(() => server.Requests.Count == 2, "it was tried again");
    }

    [Fact]
    public async Task Waits_grow_up_to_a_limit_while_watches_end_at_once()
    {
        await using var server = await ApiServer.StartAsync();
        server.WatchLimit = TimeSpan.Zero;
        await using var follower = new Follower(server, [Pods], Options);
        var waits = new List<double>();
        for (var i = 0; i < 10; i++)
        {
            // One list, and one watch for each wait that is over: no more than that.
            await Follower.BecomesTrueAsync(
                () => server.Requests.Count == i + 2 && _time.Waiting == 1 && !follower.Watch.States[0].IsConnected,
                $"the watch waits for the {i + 1}th time");
            waits.Add(_time.LongestWait.TotalSeconds);
            _time.Pass(_time.LongestWait);
        }
        Assert.InRange(waits[0], 0.8, 1.6);
        Assert.InRange(waits[3], 6.4, 12.8);
        Assert.All(waits[6..], wait => Assert.InRange(wait, 30, 60));
    }
}

using Merlon.TestServer;

namespace Merlon.Kubernetes.Tests.Watching;

public sealed class Storms
{
    static readonly ApiResource[] Watched =
    [
        new("", "v1", "pods", "Pod", true),
        new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true),
    ];

    public static TheoryData<int> Seeds =>
        [.. Enumerable.Range(1, Environment.GetEnvironmentVariable("MERLON_TEST_ALL") is null ? 12 : 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task After_any_storm_of_changes_and_faults_the_watch_knows_what_the_server_has(int seed)
    {
        await using var server = await ApiServer.StartAsync();
        server.BookmarkInterval = TimeSpan.FromMilliseconds(20);
        server.WatchLimit = TimeSpan.FromMilliseconds(60);
        await using var follower = new Follower(
            server, Watched, Follower.Quick with { Seed = seed, IdleLimit = TimeSpan.FromMilliseconds(100) });
        await new Storm(server, seed).BlowAsync(atLeastFaults: 40);
        await follower.AgreesAsync(server);
    }
}

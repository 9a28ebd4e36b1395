using System.Globalization;
using Merlon.Linux.Tests.Nftables;
using Merlon.TestServer;

namespace Merlon.Agent.Tests.Clusters;

/// <summary>Whatever goes wrong on the way, the kernel ends with what the server has.</summary>
public sealed class Storms : IAsyncLifetime
{
    static readonly string[] Apps = ["web", "db", "guest", "job"];

    readonly Sandbox _sandbox = new();
    TestCluster _cluster = null!;

    static int Count => Environment.GetEnvironmentVariable("MERLON_TEST_ALL") == "1" ? 20 : 2;

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync();
        _cluster.Server.Install("projectcalico.org");
    }

    [Fact]
    public async Task After_any_storm_the_kernel_has_what_the_model_says()
    {
        var faults = 0;
        await using var agent = _cluster.Start(_sandbox);
        agent.AwaitInForce();
        for (var seed = 1; seed <= Count; seed++)
        {
            var random = new Random(seed);
            var forFaults = new Random(seed);
            _cluster.Server.Faults = _ =>
            {
                lock (forFaults)
                {
                    if (forFaults.Next(3) != 0) return null;
                    faults++;
                    return Draw(forFaults);
                }
            };
            for (var i = 0; i < 150; i++)
            {
                Happen(random);
                if (random.Next(10) == 0) _cluster.Server.Store.Compact();
                if (random.Next(3) == 0) await Task.Delay(random.Next(8), TestContext.Current.CancellationToken);
            }
            _cluster.Server.Faults = _ => null;
            agent.AwaitInForce();
        }
        Assert.True(faults > 0, "Nothing went wrong.");
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _sandbox.Dispose();
    }

    static Fault Draw(Random random) => random.Next(7) switch
    {
        0 => new Fault.Answer(429, RetryAfterSeconds: 0),
        1 => new Fault.Answer(500),
        2 => new Fault.Cut(random.Next(2_000)),
        3 => new Fault.Stall(random.Next(2_000)),
        4 => new Fault.Slow(TimeSpan.FromMilliseconds(1), 64),
        5 => new Fault.Repeat(random.Next(1, 8)),
        _ => new Fault.ErrorEvent(410, random.Next(3)),
    };

    void Happen(Random random)
    {
        var app = Apps[random.Next(Apps.Length)];
        var number = random.Next(12);
        // Addresses are few, so that pods meet on one, on this node and elsewhere.
        var (node, address) = random.Next(2) == 0 ? ("n1", Invariant($"10.1.0.{random.Next(5, 12)}")) : ("n2", Invariant($"10.2.0.{random.Next(5, 12)}"));
        switch (random.Next(12))
        {
            case 0: _cluster.Delete(Worlds.Pod(Invariant($"pod-{number}"), node, address, app)); break;
            case 1: _cluster.Put(Worlds.Pod(Invariant($"pod-{number}"), node, address, app).Replace("Running", "Succeeded", StringComparison.Ordinal)); break;
            case 2: _cluster.Put(Worlds.Allow(Invariant($"policy-{number}"), app, Apps[random.Next(Apps.Length)])); break;
            case 3: _cluster.Delete(Worlds.Allow(Invariant($"policy-{number}"), app, app)); break;
            case 4: _cluster.Put(Worlds.Deny(Invariant($"policy-{number % 3}"), app, Apps[random.Next(Apps.Length)])); break;
            case 5: _cluster.Delete(Worlds.Deny(Invariant($"policy-{number % 3}"), app, app)); break;
            case 6: _cluster.Put(Worlds.Networks(Invariant($"set-{number % 3}"), app, Invariant($"198.51.{random.Next(4)}.0/24"))); break;
            case 7: _cluster.Delete(Worlds.Networks(Invariant($"set-{number % 3}"), app, "198.51.0.0/24")); break;
            default: _cluster.Put(Worlds.Pod(Invariant($"pod-{number}"), node, address, app)); break;
        }
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

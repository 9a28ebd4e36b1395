using Merlon.Conformance.Tests.Rig;
using Merlon.Conformance.Tests.Worlds;

namespace Merlon.Conformance.Tests;

/// <summary>Real packets through the compiled rulesets: the kernel's verdict is the evaluator's, packet by packet.</summary>
public sealed class KernelConformance(RigFixture fixture, ITestOutputHelper output) : IClassFixture<RigFixture>
{
    const int FirstSeed = 1;

    static bool All => Environment.GetEnvironmentVariable("MERLON_TEST_ALL") == "1";

    [Fact]
    public void Every_packet_of_every_small_world_fares_as_evaluated()
    {
        var (worlds, packetsPerNode) = All ? (600, 800) : (60, 250);
        Run(ConformanceWorld.Small, worlds, packetsPerNode);
    }

    [Fact]
    public void Every_packet_of_every_large_world_fares_as_evaluated()
    {
        var (worlds, packetsPerNode) = All ? (12, 6000) : (1, 2500);
        Run(ConformanceWorld.Large, worlds, packetsPerNode);
    }

    void Run(Func<int, ConformanceWorld> make, int worlds, int packetsPerNode)
    {
        var run = new ConformanceRun(fixture.Require());
        for (var seed = FirstSeed; seed < FirstSeed + worlds; seed++) run.Check(make(seed), packetsPerNode);
        var tally = run.Tally;
        output.WriteLine(tally.ToString());
        Assert.True(tally.DisagreementCount == 0, $"{tally}:\n{tally.Disagreements}");
        // Where everything passes, or nothing, nothing is shown.
        Assert.InRange(tally.Dropped, tally.Sent / 5, tally.Sent * 4 / 5);
    }
}

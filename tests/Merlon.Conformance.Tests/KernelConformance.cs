using System.Text.RegularExpressions;
using Merlon.Conformance.Tests.Rig;
using Merlon.Conformance.Tests.Worlds;

namespace Merlon.Conformance.Tests;

/// <summary>Real packets through the compiled rulesets: the kernel's verdict is the evaluator's, packet by packet.</summary>
[Collection(RigFixture.Collection)]
public sealed partial class KernelConformance(RigFixture fixture, ITestOutputHelper output)
{
    const int FirstSeed = 1;

    // Two versions, four protocols each, forwarded and to the node itself.
    const int Kinds = 16;

    static bool All => Environment.GetEnvironmentVariable("MERLON_TEST_ALL") == "1";

    [Fact]
    public void Every_packet_of_every_small_world_fares_as_evaluated()
    {
        var (worlds, packetsPerNode) = All ? (650, 800) : (60, 250);
        Run(ConformanceWorld.Small, worlds, packetsPerNode);
    }

    [Fact]
    public void Every_packet_of_every_large_world_fares_as_evaluated()
    {
        var (worlds, packetsPerNode) = All ? (12, 6000) : (1, 2500);
        Run(ConformanceWorld.Large, worlds, packetsPerNode);
    }

    [Fact]
    public void Every_packet_of_every_world_with_host_endpoints_fares_as_evaluated()
    {
        var (worlds, packetsPerNode) = All ? (400, 800) : (50, 250);
        Run(ConformanceWorld.WithHosts, worlds, packetsPerNode, LettingTheSentinelPass);
    }

    [Fact]
    public void A_ruleset_whose_host_endpoints_let_pass_what_no_rule_allows_is_found_out()
    {
        var found = 0;
        for (var seed = FirstSeed; seed < FirstSeed + 10; seed++)
        {
            var run = new ConformanceRun(fixture.Require(), ruleset => LettingTheSentinelPass(ruleset).Replace("drop comment \"HostEndpoint", "accept comment \"HostEndpoint", StringComparison.Ordinal).Replace("drop comment \"no rule", "accept comment \"no rule", StringComparison.Ordinal));
            run.Check(ConformanceWorld.WithHosts(seed), packetsPerNode: 250);
            if (run.Tally.DisagreementCount > 0) found++;
        }
        Assert.InRange(found, 7, 10);
    }

    // It is forwarded, and policies of host endpoints can deny what is forwarded.
    static string LettingTheSentinelPass(string ruleset) => BaseChainOfHosts().Replace(
        ruleset, match => $"{match.Value}\t\tip saddr {NodeRig.SentinelAddresses[0]} ip daddr {NodeRig.SentinelAddresses[1]} accept\n");

    [GeneratedRegex(@"chain host_\w+ \{\n\t\ttype filter hook [^\n]*\n")]
    private static partial Regex BaseChainOfHosts();

    [Fact]
    public void A_ruleset_whose_chains_let_pass_what_no_rule_allows_is_found_out()
    {
        var found = 0;
        for (var seed = FirstSeed; seed < FirstSeed + 10; seed++)
        {
            var run = new ConformanceRun(fixture.Require(), ruleset => ruleset.Replace("drop comment \"no rule", "accept comment \"no rule", StringComparison.Ordinal));
            run.Check(ConformanceWorld.Small(seed), packetsPerNode: 250);
            if (run.Tally.DisagreementCount > 0) found++;
        }
        // A few worlds isolate no pod.
        Assert.InRange(found, 8, 10);
    }

    void Run(Func<int, ConformanceWorld> make, int worlds, int packetsPerNode, Func<string, string>? tamper = null)
    {
        var rig = fixture.Require();
        var repeatedBefore = rig.RepeatedBatches;
        var run = new ConformanceRun(rig, tamper);
        for (var seed = FirstSeed; seed < FirstSeed + worlds; seed++) run.Check(make(seed), packetsPerNode);
        var tally = run.Tally;
        output.WriteLine($"{tally}; {rig.RepeatedBatches - repeatedBefore} batches were repeated\n{tally.KindsText()}");
        Assert.True(tally.DisagreementCount == 0, $"{tally}:\n{tally.Disagreements}");
        // Where everything passes, or nothing, nothing is shown.
        Assert.InRange(tally.Dropped, tally.Sent / 5, tally.Sent * 4 / 5);
        Assert.Equal(Kinds, tally.Kinds.Count);
        Assert.DoesNotContain(tally.Kinds.Values, kind => kind.Passed == 0 || kind.Dropped == 0);
    }
}

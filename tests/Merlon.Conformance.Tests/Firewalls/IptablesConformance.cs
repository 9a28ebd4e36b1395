using Merlon.Conformance.Tests.Packets;
using Merlon.Conformance.Tests.Rig;
using Merlon.Evaluation;

namespace Merlon.Conformance.Tests.Firewalls;

/// <summary>Real iptables in a namespace: what it lets pass is what the walk through its rules says, packet by packet.</summary>
public sealed class IptablesConformance(ITestOutputHelper output)
{
    const int FirstSeed = 1;

    // Two versions, four protocols each, forwarded and to the node itself.
    const int Kinds = 16;

    static bool All => Environment.GetEnvironmentVariable("MERLON_TEST_ALL") == "1";

    [Theory]
    [InlineData("nft")]
    [InlineData("legacy")]
    public void Every_packet_through_random_tables_fares_as_the_walk_says(string backend)
    {
        RigFixture.RequireIptables();
        using var rig = new NodeRig(tracks: true);
        var tally = new Tally();
        for (var seed = FirstSeed; seed < FirstSeed + (All ? 400 : 40); seed++) Check(rig, new FirewallWorld(seed), backend, tally);
        output.WriteLine($"{tally}\n{tally.KindsText()}");
        Assert.True(tally.DisagreementCount == 0, $"{tally}:\n{tally.Disagreements}");
        Assert.InRange(tally.Dropped, tally.Sent / 5, tally.Sent * 4 / 5);
        Assert.Equal(Kinds, tally.Kinds.Count);
        Assert.DoesNotContain(tally.Kinds.Values, kind => kind.Passed == 0 || kind.Dropped == 0);
    }

    [Fact]
    public void Tables_that_were_tampered_with_are_found_out()
    {
        RigFixture.RequireIptables();
        using var rig = new NodeRig(tracks: true);
        var tally = new Tally();
        Check(rig, new FirewallWorld(FirstSeed), "nft", tally, rules => rules.Replace("-j DROP", "-j ACCEPT", StringComparison.Ordinal));
        Assert.NotEqual(0, tally.DisagreementCount);
    }

    static void Check(
        NodeRig rig, FirewallWorld world, string backend, Tally tally, Func<string, string>? tamper = null)
    {
        tally.Worlds++;
        tally.Rulesets += 2;
        rig.Become(FirewallWorld.Own, () =>
        {
            Load($"iptables-{backend}", tamper?.Invoke(world.RulesV4) ?? world.RulesV4);
            Load($"ip6tables-{backend}", tamper?.Invoke(world.RulesV6) ?? world.RulesV6);
        });
        foreach (var batch in world.Packets.Chunk(NodeRig.MaxBatch))
        {
            var arrived = rig.Send(batch);
            for (var i = 0; i < batch.Length; i++) Compare(rig, world, batch[i], arrived[i], tally);
        }
    }

    // Tables that a world leaves out are emptied, so that nothing of the one before is left.
    static void Load(string program, string rules)
    {
        foreach (var table in new[] { "raw", "mangle", "filter" })
        {
            if (!rules.Contains($"*{table}\n", StringComparison.Ordinal))
            {
                var hooks = table switch { "raw" => ":PREROUTING ACCEPT\n", "mangle" => ":PREROUTING ACCEPT\n:INPUT ACCEPT\n:FORWARD ACCEPT\n:POSTROUTING ACCEPT\n", _ => ":INPUT ACCEPT\n:FORWARD ACCEPT\n" };
                rules += $"*{table}\n{hooks}COMMIT\n";
            }
        }
        Tool.Run($"{program}-restore", [], rules);
    }

    static void Compare(NodeRig rig, FirewallWorld world, TestPacket packet, bool arrived, Tally tally)
    {
        var expected = world.Expected(packet);
        Assert.NotEqual(Verdict.Unknown, expected);
        var passes = expected == Verdict.Allow;
        tally.Count(packet, isForwarded: !FirewallWorld.Own.Contains(packet.Destination), passes);
        if (passes == arrived) return;
        // What passes once passes again: a second loss is a drop.
        if (passes && rig.Send([packet])[0]) tally.Lost++;
        else tally.AddDisagreement($"seed {world.Seed}: {packet} from port {packet.SourcePort}: {(arrived ? "passed" : "dropped")}, not {expected}; {Keep(world)}");
    }

    static string Keep(FirewallWorld world)
    {
        var file = Path.Combine(Path.GetTempPath(), $"iptables-{world.Seed}.rules");
        File.WriteAllText(file, $"{world.RulesV4}\n{world.RulesV6}");
        return file;
    }
}

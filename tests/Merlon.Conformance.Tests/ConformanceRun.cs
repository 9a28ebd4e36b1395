using Merlon.Conformance.Tests.Packets;
using Merlon.Conformance.Tests.Rig;
using Merlon.Conformance.Tests.Worlds;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Conformance.Tests;

/// <summary>Sends packets through the compiled rulesets of worlds and compares with the evaluator.</summary>
/// <param name="rig">The node to send them through.</param>
/// <param name="tamper">What to make of each ruleset before it is loaded; null for nothing.</param>
sealed class ConformanceRun(NodeRig rig, Func<string, string>? tamper = null)
{
    static readonly NftName Table = NftName.Fixed("merlon_a");

    public Tally Tally { get; } = new();

    /// <summary>Every node of the world, with this many packets each.</summary>
    public void Check(ConformanceWorld world, int packetsPerNode)
    {
        Tally.Worlds++;
        var evaluator = new Evaluator(world.Snapshot.Cluster, world.Snapshot.Policies);
        var number = 0;
        foreach (var node in world.Nodes)
        {
            var expectation = new NodeExpectation(evaluator, node, world.UnknownPods);
            var draw = new PacketDraw(evaluator, node, expectation, seed: number++);
            Check(world, evaluator, node, expectation, draw.Draw(packetsPerNode));
        }
    }

    void Check(ConformanceWorld world, Evaluator evaluator, Endpoint node, NodeExpectation expectation, IEnumerable<TestPacket> packets)
    {
        Assert.DoesNotContain(NodeRig.SentinelAddresses, address =>
            evaluator.Cluster.Addresses.TryGet(address, out _) || node.PodRanges.Any(range => range.Contains(address)));
        using var text = new StringWriter();
        NftText.Write(RulesetCompiler.Compile(evaluator, node.Name, Table, world.UnknownPods), text);
        var ruleset = tamper is null ? text.ToString() : tamper(text.ToString());
        string? file = null;
        rig.Become(node.Addresses, Table.Text, ruleset);
        var (listed, json) = rig.ListRuleset();
        Assert.Contains(Table.Text, listed, StringComparison.Ordinal);
        Assert.Contains(Table.Text, json, StringComparison.Ordinal);
        Tally.Rulesets++;
        foreach (var batch in packets.Chunk(NodeRig.MaxBatch))
        {
            var arrived = rig.Send(batch);
            for (var i = 0; i < batch.Length; i++)
            {
                var (passes, reason) = expectation.Of(batch[i]);
                Tally.Count(batch[i], isForwarded: !node.Addresses.Contains(batch[i].Destination), passes);
                // What the ruleset lets pass it lets pass again: a second loss is a drop.
                if (passes && !arrived[i] && rig.Send([batch[i]])[0]) Tally.Lost++;
                else if (passes != arrived[i])
                {
                    file ??= tamper is null ? Keep(ruleset) : "tampered with";
                    Tally.AddDisagreement($"{world.Name}, {node}: {batch[i]}: {(passes ? "dropped" : "passed")}, but {reason}; {file}");
                }
            }
        }
    }

    static string Keep(string ruleset)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.ChangeExtension(Path.GetRandomFileName(), ".nft"));
        File.WriteAllText(file, ruleset);
        return file;
    }
}

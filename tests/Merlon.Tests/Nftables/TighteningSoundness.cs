using System.Text;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Nftables;
using Merlon.Policies;
using Merlon.Tests.BruteForce;

namespace Merlon.Tests.Nftables;

/// <summary>
/// Random worlds, and what becomes of them when a policy, a rule, a peer or a pod comes or goes: where no epoch begins,
/// everything that the evaluator allowed before it allows afterwards.
/// </summary>
public sealed class TighteningSoundness
{
    const int Worlds = 80;

    static readonly (Protocol, ushort)[] Ports = [(Protocol.Tcp, 80), (Protocol.Tcp, 8080), (Protocol.Udp, 53)];

    [Fact]
    public void Where_no_epoch_begins_nothing_that_was_allowed_is_denied()
    {
        var (loose, tight, asked) = (0, 0, 0L);
        for (var seed = 1; seed <= Worlds; seed++)
        {
            var world = RandomWorldGenerator.Generate(seed);
            foreach (var other in Others(world))
            {
                foreach (var (before, after) in new[] { (world, other), (other, world) })
                {
                    var (current, wanted) = (EvaluatorOf(before), EvaluatorOf(after));
                    foreach (var node in world.Nodes.Select(node => node.Name))
                    {
                        if (BeginsEpoch(current, wanted, node)) tight++;
                        else
                        {
                            loose++;
                            asked += Check(seed, node, current, wanted);
                        }
                    }
                }
            }
        }
        Assert.True(loose > 400 && tight > 100 && asked > 100_000, $"{loose} loosen, {tight} tighten, {asked} flows asked");
    }

    static IEnumerable<RandomWorld> Others(RandomWorld world)
    {
        if (world.Policies.Count > 0)
        {
            yield return world with { Policies = [.. world.Policies.Skip(1)] };
            yield return world with { Policies = [.. world.Policies.Reverse().Skip(1).Reverse()] };
        }
        if (world.Pods.Count > 1) yield return world with { Pods = [.. world.Pods.Skip(1)] };
    }

    static bool BeginsEpoch(Evaluator current, Evaluator wanted, string node) =>
        PolicyEpoch.Of(RulesetDifference.Between(Compile(current, node), Compile(wanted, node)).Outcome)?.Number != 1;

    static NftTable Compile(Evaluator evaluator, string node) => RulesetCompiler.Compile(evaluator, node, NftName.Fixed("merlon_a"));

    // The number of flows that were asked.
    static long Check(int seed, string node, Evaluator current, Evaluator wanted)
    {
        var asked = 0L;
        var addresses = current.Cluster.Endpoints.Concat(wanted.Cluster.Endpoints)
            .SelectMany(endpoint => endpoint.Addresses).Concat([IpAddress.Parse("8.8.8.8"), IpAddress.Parse("2606:4700::8")]).Distinct().ToList();
        foreach (var source in addresses)
        {
            foreach (var destination in addresses.Where(address => address.Family == source.Family && address != source))
            {
                foreach (var (protocol, port) in Ports)
                {
                    foreach (var direction in new[] { Direction.Egress, Direction.Ingress })
                    {
                        asked++;
                        var isKept = !IsAllowed(current, node, source, destination, protocol, port, direction)
                            || IsAllowed(wanted, node, source, destination, protocol, port, direction);
                        Assert.True(isKept, $"seed {seed}, {node}: {source} to {destination} {port}/{protocol} {direction}");
                    }
                }
            }
        }
        return asked;
    }

    // What one node does: it judges its own pods alone.
    static bool IsAllowed(Evaluator evaluator, string node, IpAddress source, IpAddress destination, Protocol protocol, ushort port, Direction direction)
    {
        var addresses = evaluator.Cluster.Addresses;
        var flow = new Flow(addresses.EndAt(source), addresses.EndAt(destination), protocol, port);
        var subject = direction == Direction.Egress ? flow.Source : flow.Destination;
        return !(subject.IsPod && subject.Endpoint?.NodeName == node) || evaluator.Evaluate(flow, direction).Verdict == Verdict.Allow;
    }

    static Evaluator EvaluatorOf(RandomWorld world)
    {
        var manifests = ManifestReader.Read([new SourceText("world.yaml", Encoding.UTF8.GetBytes(WorldManifests.Write(world)))]);
        var snapshot = Snapshot.From(manifests);
        return new Evaluator(snapshot.Cluster, snapshot.Policies);
    }
}

using System.Collections.Concurrent;
using System.Text;
using Merlon.Connectivity;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Tests.BruteForce;

namespace Merlon.Tests.Connectivity;

/// <summary>The map of all pairs against the evaluator, port by port, where nodes have host endpoints.</summary>
public sealed class OpeningsAtHosts
{
    const int FirstSeed = 910_001;
    const int Worlds = 60;

    static readonly Protocol[] Protocols = [Protocol.Tcp, Protocol.Udp, Protocol.Sctp];

    [Fact]
    public void What_the_map_tells_of_a_port_the_evaluator_says()
    {
        var wrong = new ConcurrentBag<string>();
        long open = 0, closed = 0;
        Parallel.For(FirstSeed, FirstSeed + Worlds, seed =>
        {
            var evaluator = EvaluatorOf(seed);
            var map = new ConnectivityMap(evaluator);
            var ends = evaluator.Cluster.Endpoints.SelectMany(FlowEnd.AllOf).Where(end => end.Address is not null)
                .Concat(map.Outside.Samples.Select(FlowEnd.Outside))
                .ToList();
            var random = new Random(seed);
            for (var asked = 0; asked < 400; asked++)
            {
                var (source, destination) = (random.Pick(ends), random.Pick(ends));
                if (source.Address!.Value.Family != destination.Address!.Value.Family) continue;
                var (protocol, port) = (random.Pick(Protocols), (ushort)PortNear(random));
                var told = VerdictIn(map.Between(source, destination), protocol, port);
                var verdict = evaluator.Evaluate(new Flow(source, destination, protocol, port)).Verdict;
                if (verdict == Verdict.Deny) Interlocked.Increment(ref closed);
                else Interlocked.Increment(ref open);
                if (told != verdict) wrong.Add($"seed {seed}: {source} → {destination} {port}/{protocol}: {told}, expected {verdict}");
            }
        });
        Assert.True(wrong.IsEmpty, $"{wrong.Count} differ:\n{string.Join('\n', wrong.Order().Take(20))}");
        Assert.True(open > 1000 && closed > 1000, $"{open} open, {closed} closed");
    }

    static Evaluator EvaluatorOf(int seed)
    {
        var world = RandomWorldGenerator.GenerateWithHosts(seed);
        var text = new SourceText("world.yaml", Encoding.UTF8.GetBytes(WorldManifests.Write(world)));
        var snapshot = Snapshot.From(ManifestReader.Read([text], WorldManifests.Options));
        return new Evaluator(snapshot.Cluster, snapshot.Policies);
    }

    // At the edges of what rules and failsafes name, and on either side.
    static int PortNear(Random random)
    {
        int[] known = [22, 53, 67, 68, 179, 6443, .. Alphabet.Ports, .. Alphabet.RareFirstPorts];
        return Math.Clamp(random.Pick(known) + random.Between(-1, 1), 1, 65535);
    }

    static Verdict VerdictIn(Opening opening, Protocol protocol, ushort port)
    {
        var told = opening.Only(protocol, port);
        return !told.Open.IsEmpty ? Verdict.Allow : told.Unknown.IsEmpty ? Verdict.Deny : Verdict.Unknown;
    }
}

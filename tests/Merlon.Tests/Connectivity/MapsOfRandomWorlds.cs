using System.Collections.Concurrent;
using System.Text;
using Merlon.Connectivity;
using Merlon.Connectivity.Classes;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Tests.BruteForce;
using Merlon.Tests.Corpus;

namespace Merlon.Tests.Connectivity;

/// <summary>
/// The map by classes against the evaluator, flow by flow: every pair of ends, at every port where a rule that applies
/// begins or ceases to match, of worlds of all that the model has.
/// </summary>
public sealed class MapsOfRandomWorlds
{
    const int FirstSeed = 70_001;
    const int AlwaysWorlds = 1_000;
    const int AllWorlds = 20_000;

    static int Worlds => Environment.GetEnvironmentVariable("MERLON_TEST_ALL") == "1" ? AllWorlds : AlwaysWorlds;

    [Fact]
    public void Maps_of_tiers_and_conditions_of_every_kind_say_what_the_evaluator_says()
    {
        var wrong = new ConcurrentBag<string>();
        long pairs = 0, partly = 0, closed = 0, unknown = 0;
        Parallel.For(FirstSeed, FirstSeed + Worlds, seed =>
        {
            var evaluator = EvaluatorOf(seed);
            foreach (var (from, to, told, direct) in Compare(evaluator))
            {
                Interlocked.Increment(ref pairs);
                if (direct is { Open.IsEmpty: false, IsEverything: false }) Interlocked.Increment(ref partly);
                if (direct.IsNone) Interlocked.Increment(ref closed);
                if (!direct.Unknown.IsEmpty) Interlocked.Increment(ref unknown);
                if (!told.Equals(direct)) wrong.Add($"seed {seed}: {from} → {to}: {Text(told)}, expected {Text(direct)}");
            }
        });
        Assert.True(wrong.IsEmpty, $"of {pairs}:\n{string.Join('\n', wrong.Order().Take(20))}");
        // Worlds in which everything is open would show nothing.
        Assert.All(new[] { partly, closed, unknown }, count => Assert.InRange(count, pairs / 100, pairs / 2));
    }

    [Fact]
    public void Rows_of_classes_say_what_pairs_of_classes_say()
    {
        for (var seed = FirstSeed; seed < FirstSeed + 100; seed++)
        {
            var map = new ConnectivityMap(EvaluatorOf(seed));
            var ends = map.Classes.Representatives;
            foreach (var row in new ClassRows(map).All())
            {
                for (var to = 0; to < ends.Length; to++)
                {
                    var told = row.Cells.Where(cell => cell.Destinations.Contains(to)).Select(cell => cell.Opening).ToList();
                    var expected = ends[row.Source].IsPod || ends[to].IsPod ? map.Between(row.Source, to) : Opening.None;
                    Assert.Equal(expected.IsNone ? [] : [expected], told);
                }
            }
        }
    }

    [Fact]
    public void Maps_of_all_third_party_clusters_say_what_the_evaluator_says()
    {
        CorpusFolder.Require();
        var wrong = new ConcurrentBag<string>();
        long pairs = 0;
        Parallel.ForEach(CorpusCases.Ids.Select(row => row.Data), id =>
        {
            var snapshot = Snapshot.From(CorpusCases.ManifestsOf(id));
            foreach (var (from, to, told, direct) in Compare(new Evaluator(snapshot.Cluster, snapshot.Policies)))
            {
                Interlocked.Increment(ref pairs);
                if (!told.Equals(direct)) wrong.Add($"{id}: {from} → {to}: {Text(told)}, expected {Text(direct)}");
            }
        });
        Assert.True(wrong.IsEmpty, $"of {pairs}:\n{string.Join('\n', wrong.Order().Take(20))}");
        Assert.True(pairs > 10_000);
    }

    static IEnumerable<(FlowEnd From, FlowEnd To, Opening Told, Opening Direct)> Compare(Evaluator evaluator)
    {
        var map = new ConnectivityMap(evaluator);
        var direct = new OpenPorts(evaluator);
        var ends = evaluator.Cluster.Endpoints
            .SelectMany(FlowEnd.AllOf)
            .Concat(map.Outside.Samples.Select(FlowEnd.Outside))
            .ToList();
        return
            from source in ends
            from destination in ends
            where source.Address is null || destination.Address is null
                || source.Address.Value.Family == destination.Address.Value.Family
            select (source, destination, map.Between(source, destination), direct.Between(source, destination));
    }

    // The options of the engine vary with the seed, too.
    internal static Evaluator EvaluatorOf(int seed)
    {
        var world = RandomWorldGenerator.Generate(seed);
        var manifests = ManifestReader.Read(
            [new SourceText("world.yaml", Encoding.UTF8.GetBytes(WorldManifests.Write(world)))]);
        var snapshot = Snapshot.From(manifests);
        var cluster = new Cluster(
            snapshot.Cluster.Namespaces, snapshot.Cluster.Endpoints, snapshot.Cluster.Addresses, snapshot.Cluster.Services)
        {
            Domains = RandomTiers.Domains,
            AddressGroups = RandomTiers.Groups,
        };
        var policies = new RandomTiers(new Random(seed), cluster, snapshot.Policies).Draw();
        return new Evaluator(cluster, policies, new EvaluationOptions
        {
            Icmp = seed % 5 == 0 ? Treatment.Allow : Treatment.Evaluate,
            LocalNodeIngress = seed % 3 == 0 ? Treatment.Evaluate : Treatment.Allow,
            LocalNodeEgress = seed % 4 == 0 ? Treatment.Allow : Treatment.Evaluate,
            IpBlockMatchesPods = seed % 7 != 0,
            IpBlockMatchesNodes = seed % 11 != 0,
        });
    }

    static string Text(Opening opening) =>
        $"open {string.Join("; ", opening.Open)} unknown {string.Join("; ", opening.Unknown)}";
}

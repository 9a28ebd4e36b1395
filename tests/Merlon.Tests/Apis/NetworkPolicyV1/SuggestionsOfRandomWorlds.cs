using System.Collections.Concurrent;
using System.Text;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Tests.BruteForce;

namespace Merlon.Tests.Apis.NetworkPolicyV1;

/// <summary>What is suggested for denied flows of random worlds, applied and looked at from all sides.</summary>
public sealed class SuggestionsOfRandomWorlds
{
    const int FirstSeed = 70_001;
    const int Worlds = 300;
    const int FlowsOfEach = 3;

    // Of each so many worlds one is asked by brute force, which is slow; the others by the product's evaluator.
    const int BruteForceStride = 20;

    static readonly string[] Strangers = ["203.0.113.5/32", "10.1.2.3/32", "2001:db8::5/128"];

    [Fact]
    public void Suggestions_allow_what_is_denied_and_change_nothing_that_they_do_not_tell()
    {
        var wrong = new ConcurrentBag<string>();
        int suggested = 0, impossible = 0, exact = 0;
        Parallel.For(FirstSeed, FirstSeed + Worlds, seed =>
        {
            var world = RandomWorldGenerator.Generate(seed);
            var snapshot = SnapshotOf(world);
            var outside = Outside(world);
            List<WorldEnd> ends = [.. WorldEnd.Inside(snapshot.Cluster), .. outside];
            foreach (var (from, to, flow) in DeniedFlows(seed, snapshot, ends).Take(FlowsOfEach))
            {
                var suggestion = AllowSuggester.Suggest(snapshot, EvaluationOptions.Default, flow);
                if ((suggestion is not null) != IsPossible(snapshot, flow))
                {
                    wrong.Add($"seed {seed}: {flow}: {(suggestion is null ? "no" : "a")} suggestion");
                }
                if (suggestion is null)
                {
                    Interlocked.Increment(ref impossible);
                    continue;
                }
                Interlocked.Increment(ref suggested);
                var check = new SuggestionCheck(world, snapshot, suggestion, (from, to), flow);
                check.Run(ends, byBruteForce: seed % BruteForceStride == 0);
                if (suggestion.AlsoOpens.IsEmpty) Interlocked.Increment(ref exact);
                if (check.Opened == 0) wrong.Add($"seed {seed}: {flow}: nothing opens");
                foreach (var fault in check.Faults.Take(2))
                {
                    wrong.Add($"seed {seed}: {flow}: {fault}\n{suggestion.Yaml}");
                }
            }
        });
        Assert.True(
            wrong.IsEmpty,
            $"{wrong.Count} of {suggested}:\n{string.Join('\n', wrong.Order(StringComparer.Ordinal).Take(10))}");
        Assert.True(impossible > 0, "Every denied flow had a suggestion.");
        Assert.True(exact > suggested / 2, $"{exact} of {suggested} suggestions open nothing else.");
    }

    [Fact]
    public void What_is_allowed_needs_no_suggestion()
    {
        var asked = 0;
        for (var seed = FirstSeed; seed < FirstSeed + 20; seed++)
        {
            var world = RandomWorldGenerator.Generate(seed);
            var snapshot = SnapshotOf(world);
            var evaluator = new Evaluator(snapshot.Cluster, snapshot.Policies);
            var ends = WorldEnd.Inside(snapshot.Cluster);
            var flows =
                from source in ends
                from to in ends
                where source.MayAsk(to)
                select source.FlowTo(to, Protocol.Tcp, 80);
            foreach (var flow in flows)
            {
                if (evaluator.Evaluate(flow).Verdict != Verdict.Allow) continue;
                asked++;
                Assert.Null(AllowSuggester.Suggest(snapshot, EvaluationOptions.Default, flow));
            }
        }
        Assert.True(asked > 100, $"{asked} flows are allowed");
    }

    static Snapshot SnapshotOf(RandomWorld world)
    {
        var manifests = ManifestReader.Read(
            [new SourceText("world.yaml", Encoding.UTF8.GetBytes(WorldManifests.Write(world)))]);
        Assert.Empty(manifests.Unread);
        return Snapshot.From(manifests);
    }

    // Some addresses of nobody, with their neighbours.
    static List<WorldEnd> Outside(RandomWorld world)
    {
        var taken = world.Pods.SelectMany(pod => pod.Addresses)
            .Concat(world.Nodes.SelectMany(node => node.Addresses))
            .Select(text => IpAddress.Parse(text))
            .ToHashSet();
        return [.. Strangers
            .SelectMany(AddressText.Edges)
            .Select(text => IpAddress.Parse(text))
            .Distinct()
            .Where(address => !taken.Contains(address))
            .Select(WorldEnd.Outside)];
    }

    static IEnumerable<(WorldEnd From, WorldEnd To, Flow Flow)> DeniedFlows(
        int seed, Snapshot snapshot, IReadOnlyList<WorldEnd> ends)
    {
        var random = new Random(seed);
        var evaluator = new Evaluator(snapshot.Cluster, snapshot.Policies);
        var pairs = random.Shuffled(
            from source in ends
            from destination in ends
            where source.MayAsk(destination)
            select (source, destination));
        foreach (var (from, to) in pairs)
        {
            var (protocol, port) = random.Pick<(Protocol, ushort)>(
                [
                    (Protocol.Tcp, 80),
                    (Protocol.Tcp, 443),
                    (Protocol.Udp, 53),
                    (Protocol.Sctp, 8080),
                    (Protocol.Tcp, ushort.MaxValue),
                    (Protocol.Icmp, 0),
                ]);
            var flow = from.FlowTo(to, protocol, port);
            if (evaluator.Evaluate(flow).Verdict == Verdict.Deny) yield return (from, to, flow);
        }
    }

    // A policy names the other end by labels or by address: whoever has neither cannot be let through.
    static bool IsPossible(Snapshot snapshot, Flow flow)
    {
        var result = new Evaluator(snapshot.Cluster, snapshot.Policies).Evaluate(flow);
        return (result.Egress.Verdict != Verdict.Deny || CanBeNamed(flow.Destination))
            && (result.Ingress.Verdict != Verdict.Deny || CanBeNamed(flow.Source));
    }

    static bool CanBeNamed(FlowEnd end) => end.IsPod || end.Address is not null;
}

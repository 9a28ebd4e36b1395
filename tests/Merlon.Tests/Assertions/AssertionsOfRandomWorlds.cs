using System.Text;
using Merlon.Assertions;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Questions;
using Merlon.Tests.BruteForce;
using Merlon.Tests.Evaluation;

namespace Merlon.Tests.Assertions;

/// <summary>Assertions about two pods of random worlds, against the brute-force evaluator.</summary>
public sealed class AssertionsOfRandomWorlds
{
    static readonly PortQuestion[] Ports = [PortQuestion.Of(80, Protocol.Tcp), PortQuestion.Of(53, Protocol.Udp), PortQuestion.Icmp];

    [Fact]
    public void Allow_and_deny_hold_where_brute_force_says_so()
    {
        var (allowed, denied) = (0, 0);
        for (var seed = 150_001; seed < 150_101; seed++)
        {
            var world = RandomWorldGenerator.Generate(seed);
            var manifests = ManifestReader.Read(
                [new SourceText("world.yaml", Encoding.UTF8.GetBytes(WorldManifests.Write(world)))]);
            var snapshot = Snapshot.From(manifests);
            var run = new AssertionRun(snapshot, new Evaluator(snapshot.Cluster, snapshot.Policies));
            var pods = WorldEnd.Inside(snapshot.Cluster).Where(end => end.End.IsPod).ToList();
            foreach (var (from, to) in from one in Names(pods) from other in Names(pods) where one != other select (one, other))
            {
                foreach (var port in Ports)
                {
                    var verdicts = Verdicts(world, pods, from, to, port).ToList();
                    Assert.Equal(verdicts.Count > 0 && verdicts.TrueForAll(yes => yes), Holds(run, AssertionKind.Allow, from, to, port));
                    Assert.Equal(verdicts.Count > 0 && verdicts.TrueForAll(yes => !yes), Holds(run, AssertionKind.Deny, from, to, port));
                    allowed += verdicts.Count(yes => yes);
                    denied += verdicts.Count(yes => !yes);
                }
            }
        }
        Assert.True(allowed > 500 && denied > 500, $"{allowed} allowed and {denied} denied show little.");
    }

    [Fact]
    public void The_rules_that_are_exercised_are_those_that_decide_a_flow_of_any_pair()
    {
        var (exercised, idle) = (0, 0);
        for (var seed = 150_001; seed < 150_061; seed++)
        {
            var manifests = ManifestReader.Read(
                [new SourceText("world.yaml", Encoding.UTF8.GetBytes(WorldManifests.Write(RandomWorldGenerator.Generate(seed))))]);
            var snapshot = Snapshot.From(manifests);
            var evaluator = new Evaluator(snapshot.Cluster, snapshot.Policies);
            var run = new AssertionRun(snapshot, evaluator);
            var everything = new Assertion(AssertionKind.Deny, "it", [End("anyone")], [End("anyone")], [PortQuestion.Of(80, Protocol.Tcp)], Scene.Nowhere);
            var expected =
                from pair in run.PairsOf(everything)
                let result = evaluator.Evaluate(new Flow(pair.From, pair.To, Protocol.Tcp, 80))
                from rule in new[] { result.Egress.Rule, result.Ingress.Rule }
                where rule is not null
                select rule;
            var found = run.Exercised([everything]);
            Assert.True(found.SetEquals(expected));
            exercised += found.Count;
            idle += snapshot.Policies.Policies.Sum(policy => policy.Ingress.Length + policy.Egress.Length) - found.Count;
        }
        Assert.True(exercised > 50 && idle > 50, $"{exercised} exercised and {idle} idle rules show little.");
    }

    static IEnumerable<string> Names(IEnumerable<WorldEnd> ends) => ends.Select(end => end.Name).Distinct();

    static bool Holds(AssertionRun run, AssertionKind kind, string from, string to, PortQuestion port) =>
        run.Check(new Assertion(kind, "it", [End(from)], [End(to)], [port], Scene.Nowhere)).Passed;

    static EndText End(string name) => new(name, null, LabelSet.Empty, LabelSet.Empty, Scene.Nowhere);

    static IEnumerable<bool> Verdicts(RandomWorld world, List<WorldEnd> pods, string from, string to, PortQuestion port) =>
        from source in pods
        where source.Name == @from
        from destination in pods
        where destination.Name == to && source.MayAsk(destination)
        select BruteForceEvaluator.IsAllowed(world, source.QuestionTo(destination, port.Protocol!.Value, port.Number ?? 0));
}

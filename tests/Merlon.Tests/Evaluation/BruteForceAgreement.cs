using System.Collections.Concurrent;
using System.Text;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Questions;
using Merlon.Tests.BruteForce;

namespace Merlon.Tests.Evaluation;

/// <summary>
/// Random worlds, written as manifests and read back, asked both here and by an evaluator that was written from the API
/// text and shares no code with the product.
/// </summary>
public sealed class BruteForceAgreement
{
    const int FirstSeed = 1;
    const int FirstHostSeed = 900_001;
    const int AlwaysWorlds = 1_500;
    const int AllWorlds = 20_000;

    static int Worlds => Environment.GetEnvironmentVariable("MERLON_TEST_ALL") == "1" ? AllWorlds : AlwaysWorlds;

    [Fact]
    public void Every_flow_of_every_random_world_has_the_same_verdict()
    {
        var wrong = new ConcurrentBag<string>();
        long asked = 0, denied = 0;
        Parallel.For(FirstSeed, FirstSeed + Worlds, seed =>
        {
            var world = RandomWorldGenerator.GenerateMixed(seed);
            var answerer = AnswererFor(world);
            foreach (var question in FlowQuestions.For(world))
            {
                // What Calico's rules say of addresses rests on them.
                if (world.Calico is not null && (question.FromAddress is null || question.ToAddress is null)) continue;
                var expected = BruteForceEvaluator.IsAllowed(world, question) ? Verdict.Allow : Verdict.Deny;
                var found = Ask(answerer, question);
                Interlocked.Increment(ref asked);
                if (expected == Verdict.Deny) Interlocked.Increment(ref denied);
                if (found != expected.ToString()) wrong.Add($"seed {seed}: {question}: {found}, expected {expected}");
            }
        });
        Assert.True(wrong.IsEmpty, $"{wrong.Count} of {asked} differ:\n{string.Join('\n', wrong.Order().Take(20))}");
        // A world in which nothing is denied, or everything, would show nothing.
        Assert.InRange(denied, asked / 5, asked * 4 / 5);
    }

    [Fact]
    public void Every_service_of_every_random_world_has_the_same_verdict()
    {
        var wrong = new ConcurrentBag<string>();
        var outcomes = new ConcurrentDictionary<ServiceOutcome, int>();
        Parallel.For(FirstSeed, FirstSeed + Worlds, seed =>
        {
            var world = RandomWorldGenerator.GenerateMixed(seed);
            var answerer = AnswererFor(world);
            foreach (var question in FlowQuestions.ForServices(world))
            {
                var outcome = BruteForceEvaluator.EvaluateService(world, question);
                outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
                var expected = outcome switch
                {
                    ServiceOutcome.AllAllowed => Verdict.Allow,
                    ServiceOutcome.AllDenied or ServiceOutcome.NoBackend => Verdict.Deny,
                    _ => Verdict.Unknown,
                };
                var found = Ask(answerer, question);
                if (found != expected.ToString()) wrong.Add($"seed {seed}: {question}: {found}, expected {outcome}");
            }
        });
        Assert.True(wrong.IsEmpty, $"{wrong.Count} differ:\n{string.Join('\n', wrong.Order().Take(20))}");
        Assert.Equal(4, outcomes.Count);
    }

    [Fact]
    public void Every_flow_of_every_world_with_host_endpoints_has_the_same_verdict()
    {
        var wrong = new ConcurrentBag<string>();
        var verdicts = new ConcurrentDictionary<string, int>();
        Parallel.For(FirstHostSeed, FirstHostSeed + (Worlds / 3), seed =>
        {
            var world = RandomWorldGenerator.GenerateWithHosts(seed);
            var answerer = AnswererFor(world);
            foreach (var question in FlowQuestions.For(world))
            {
                if (question.FromAddress is null || question.ToAddress is null) continue;
                var source = EndpointLookup.Find(world, question.From, question.FromAddress);
                var destination = EndpointLookup.Find(world, question.To, question.ToAddress);
                var flow = new ResolvedFlow(source, destination, question.Protocol, question.Port, ViaService: false)
                {
                    SourcePort = question.SourcePort,
                };
                var hosts = HostOracle.Judge(world, question, flow);
                var expected = BruteForceEvaluator.IsAllowed(world, question) ? hosts : "Deny";
                verdicts.AddOrUpdate($"{expected} {hosts}", 1, (_, count) => count + 1);
                var found = Ask(answerer, question);
                if (found != expected) wrong.Add($"seed {seed}: {question}: {found}, expected {expected}, hosts {hosts}");
            }
        });
        Assert.True(wrong.IsEmpty, $"{wrong.Count} of {verdicts.Values.Sum()} differ:\n{string.Join('\n', wrong.Order().Take(20))}");
        // What hosts allow and pods deny, what hosts deny, and what depends on the interface: all of it occurs.
        Assert.All(["Allow Allow", "Deny Allow", "Deny Deny", "Unknown Unknown"], kind =>
            Assert.InRange(verdicts.GetValueOrDefault(kind), verdicts.Values.Sum() / 200, verdicts.Values.Sum()));
    }

    [Fact]
    public void Every_service_of_every_world_with_host_endpoints_has_the_same_verdict()
    {
        var wrong = new ConcurrentBag<string>();
        var verdicts = new ConcurrentDictionary<string, int>();
        Parallel.For(FirstHostSeed, FirstHostSeed + (Worlds / 3), seed =>
        {
            var world = RandomWorldGenerator.GenerateWithHosts(seed);
            var answerer = AnswererFor(world);
            foreach (var question in FlowQuestions.ForServices(world))
            {
                var source = EndpointLookup.Find(world, question.From, question.FromAddress);
                var ways = ServiceBackends.Find(world, question)
                    .Select(backend => new ResolvedFlow(source, backend.Endpoint, question.Protocol, backend.Port, ViaService: true)
                    {
                        SourcePort = question.SourcePort,
                    })
                    .Select(flow => BruteForceEvaluator.IsAllowed(world, flow) ? HostOracle.Judge(world, question, flow) : "Deny")
                    .Distinct()
                    .ToList();
                var expected = ways switch { [] => "Deny", [var only] => only, _ => "Unknown" };
                verdicts.AddOrUpdate(expected, 1, (_, count) => count + 1);
                var found = Ask(answerer, question);
                if (found != expected) wrong.Add($"seed {seed}: {question}: {found}, expected {expected}");
            }
        });
        Assert.True(wrong.IsEmpty, $"{wrong.Count} differ:\n{string.Join('\n', wrong.Order().Take(20))}");
        Assert.Equal(3, verdicts.Count);
    }

    static Answerer AnswererFor(RandomWorld world)
    {
        var text = WorldManifests.Write(world);
        var manifests = ManifestReader.Read(
            [new SourceText($"world-{world.Seed}.yaml", Encoding.UTF8.GetBytes(text))], WorldManifests.Options);
        Assert.True(manifests.Unread.IsEmpty, $"seed {world.Seed}: {string.Join('\n', manifests.Diagnostics)}");
        return new Answerer(Snapshot.From(manifests));
    }

    static string Ask(Answerer answerer, FlowQuestion question)
    {
        if (!Protocol.TryParse(question.Protocol, out var protocol)) return "no such protocol";
        var port = protocol.IsIcmp ? PortQuestion.Icmp : PortQuestion.Of((ushort)question.Port, protocol);
        // A node by name means all its addresses: the question's own is asked for. A pod has one of each family.
        var from = answerer.Targets.Resolve(NodeByAddress(question.From, question.FromAddress), out var fromError);
        var to = answerer.Targets.Resolve(NodeByAddress(question.To, question.ToAddress), out var toError);
        if (from is null || to is null) return fromError ?? toError ?? "";
        var family = FamilyOf(question.FromAddress) ?? FamilyOf(question.ToAddress);
        var answer = answerer.Answer(from, to, port, family);
        if (answer.Cases.IsEmpty) return answer.Verdict.ToString();
        // A person's question leaves the source port open.
        var verdicts = answer.Cases
            .Select(@case => @case.Flow with { SourcePort = protocol.IsIcmp ? null : (ushort)question.SourcePort })
            .Select(flow => answerer.Evaluator.Evaluate(flow).Verdict)
            .Distinct()
            .ToList();
        return (verdicts is [var only] ? only : Verdict.Unknown).ToString();
    }

    static string NodeByAddress(string end, string? address) =>
        address is not null && end.StartsWith("node/", StringComparison.Ordinal) ? address : end;

    static IpFamily? FamilyOf(string? address) => address is null ? null : IpAddress.Parse(address).Family;
}

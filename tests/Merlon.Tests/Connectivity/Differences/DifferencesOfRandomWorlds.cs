using System.Text;
using Merlon.Connectivity;
using Merlon.Connectivity.Differences;
using Merlon.Connectivity.Groups;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Tests.BruteForce;

namespace Merlon.Tests.Connectivity.Differences;

/// <summary>Differences of random worlds whose policies change, against two runs of the brute-force evaluator.</summary>
public sealed class DifferencesOfRandomWorlds
{
    const int FirstSeed = 110_001;
    const int AlwaysWorlds = 80;
    const int AllWorlds = 4_000;

    static readonly (Protocol Protocol, ushort Port)[] Probes =
    [
        .. new ushort[] { 53, 79, 80, 81, 443, 8080, 65535 }.SelectMany(
            port => new[] { (Protocol.Tcp, port), (Protocol.Udp, port) }),
        (Protocol.Icmp, 0),
    ];

    static int Worlds => Environment.GetEnvironmentVariable("MERLON_TEST_ALL") == "1" ? AllWorlds : AlwaysWorlds;

    [Fact]
    public void Exactly_what_changes_is_told_as_opened_or_closed()
    {
        long opened = 0, closed = 0;
        Parallel.For(FirstSeed, FirstSeed + Worlds, seed =>
        {
            var world = RandomWorldGenerator.Generate(seed);
            var (before, after) = TwoVersions(world);
            var (old, @new) = (EvaluatorOf(before), EvaluatorOf(after));
            var difference = ConnectivityComparison.Compare(old, @new);
            Assert.Empty(difference.New);
            Assert.Empty(difference.Gone);
            var ends = WorldEnd.Inside(@new.Cluster).Where(end => end.IsKnownToBruteForce && HasOneAddressOfEach(end)).ToList();
            foreach (var (from, to) in from from1 in ends from to1 in ends where MayChange(from1, to1) select (from1, to1))
            {
                foreach (var (protocol, port) in Probes)
                {
                    var was = BruteForceEvaluator.IsAllowed(before, from.QuestionTo(to, protocol, port));
                    var @is = BruteForceEvaluator.IsAllowed(after, from.QuestionTo(to, protocol, port));
                    var text = $"seed {seed}: {from} → {to} {port}/{protocol}: was {was}, is {@is}";
                    Assert.True(IsTold(difference.Opened, from, to, protocol, port) == (!was && @is), text);
                    Assert.True(IsTold(difference.Closed, from, to, protocol, port) == (was && !@is), text);
                    if (!was && @is) Interlocked.Increment(ref opened);
                    if (was && !@is) Interlocked.Increment(ref closed);
                }
            }
        });
        Assert.True(opened > Worlds && closed > Worlds, $"{opened} opened and {closed} closed show little.");
    }

    [Fact]
    public void Every_change_has_a_flow_that_shows_it()
    {
        for (var seed = FirstSeed; seed < FirstSeed + 60; seed++)
        {
            var (before, after) = TwoVersions(RandomWorldGenerator.Generate(seed));
            var difference = ConnectivityComparison.Compare(EvaluatorOf(before), EvaluatorOf(after));
            Assert.All(difference.Opened, change => Assert.Equal(
                (Verdict.Deny, Verdict.Allow), (change.Witness.Before.Verdict, change.Witness.After.Verdict)));
            Assert.All(difference.Closed, change => Assert.Equal(
                (Verdict.Allow, Verdict.Deny), (change.Witness.Before.Verdict, change.Witness.After.Verdict)));
        }
    }

    [Fact]
    public void A_version_does_not_differ_from_itself()
    {
        for (var seed = FirstSeed; seed < FirstSeed + 30; seed++)
        {
            var world = RandomWorldGenerator.Generate(seed);
            Assert.True(ConnectivityComparison.Compare(EvaluatorOf(world), EvaluatorOf(world)).IsNone);
        }
    }

    // Each version lacks some policies of the other.
    static (RandomWorld Before, RandomWorld After) TwoVersions(RandomWorld world) => (
        world with { Policies = [.. world.Policies.Where((_, i) => i % 3 != 0)] },
        world with { Policies = [.. world.Policies.Where((_, i) => i % 3 != 1)] });

    static Evaluator EvaluatorOf(RandomWorld world)
    {
        var manifests = ManifestReader.Read(
            [new SourceText("world.yaml", Encoding.UTF8.GetBytes(WorldManifests.Write(world)))]);
        var snapshot = Snapshot.From(manifests);
        return new Evaluator(snapshot.Cluster, snapshot.Policies);
    }

    static bool HasOneAddressOfEach(WorldEnd end) =>
        end.End.Endpoint!.Addresses.GroupBy(address => address.Family).All(family => family.Count() == 1);

    static bool MayChange(WorldEnd from, WorldEnd to) => from.MayAsk(to) && !ConnectivityMap.AreRelated(from.End, to.End);

    static bool IsTold(IEnumerable<ConnectionChange> changes, WorldEnd from, WorldEnd to, Protocol protocol, ushort port)
    {
        var family = from.End.Address?.Family ?? to.End.Address?.Family;
        return changes.Any(change => Has(change.From, from) && Has(change.To, to)
            && (change.Family is null || family is null || change.Family == family)
            && !change.Opening.Only(protocol, protocol.HasPorts ? port : null).IsNone);
    }

    static bool Has(EndGroup group, WorldEnd end) => group.Inside.Any(
        name => name.Text == end.End.Endpoint!.Id.Text || name.Text == end.End.Endpoint.Workload.Text);
}

using System.Collections.Concurrent;
using Merlon.Connectivity;
using Merlon.Connectivity.Classes;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Tests.Connectivity;

/// <summary>A map that takes over what a change of policies does not reach, against one that is made anew.</summary>
public sealed class MapsThatFollowChanges
{
    const int FirstSeed = 80_001;
    const int AlwaysWorlds = 150;
    const int AllWorlds = 4_000;
    const int Changes = 6;

    static int Worlds => Environment.GetEnvironmentVariable("MERLON_TEST_ALL") == "1" ? AllWorlds : AlwaysWorlds;

    [Fact]
    public void Any_sequence_of_changes_leads_to_the_map_that_is_made_anew()
    {
        var wrong = new ConcurrentBag<string>();
        int followed = 0, cut = 0, differing = 0;
        Parallel.For(FirstSeed, FirstSeed + Worlds, seed =>
        {
            var world = new ChangingPolicies(seed);
            var map = new ConnectivityMap(world.Evaluator);
            for (var change = 0; change < Changes; change++)
            {
                var next = map.With(world.Change());
                var anew = new ConnectivityMap(next.Evaluator);
                foreach (var difference in Differences(next, anew)) wrong.Add($"seed {seed}, change {change}: {difference}");
                if (ReferenceEquals(next.PortSets, map.PortSets)) Interlocked.Increment(ref followed);
                if (next.Classes.Cuts > 0) Interlocked.Increment(ref cut);
                if (Differences(next, map).Any()) Interlocked.Increment(ref differing);
                map = next;
            }
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order().Take(20)));
        // Maps that are always made anew, or changes that change nothing, would show nothing.
        Assert.All(new[] { followed, 10 * cut, differing }, count => Assert.True(count > Worlds * Changes / 4));
    }

    [Fact]
    public void Rows_of_a_map_that_followed_say_what_its_pairs_say()
    {
        for (var seed = FirstSeed; seed < FirstSeed + 40; seed++)
        {
            var world = new ChangingPolicies(seed);
            var map = new ConnectivityMap(world.Evaluator);
            for (var change = 0; change < Changes; change++) map = map.With(world.Change());
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
    public void A_map_stays_what_it_is_when_another_follows_it()
    {
        var world = new ChangingPolicies(FirstSeed);
        var map = new ConnectivityMap(world.Evaluator);
        for (var change = 0; change < Changes; change++) map.With(world.Change()).Summarize();
        Assert.Empty(Differences(map, new ConnectivityMap(map.Evaluator)));
    }

    [Fact]
    public void A_policy_set_with_one_replaced_keeps_the_others_and_their_order()
    {
        var policies = new ChangingPolicies(FirstSeed).Evaluator.Policies;
        var one = policies.Policies.First();
        Assert.Equal(policies.Policies.Skip(1), policies.Replace(one, null).Policies);
        Assert.Equal(policies.Policies, policies.Replace(one, null).Replace(policies.Policies.Last(), policies.Policies.Last()).Policies.Prepend(one));
    }

    static IEnumerable<string> Differences(ConnectivityMap one, ConnectivityMap other)
    {
        var ends = one.Evaluator.Cluster.Endpoints
            .SelectMany(FlowEnd.AllOf)
            .Concat(one.Outside.Samples.Concat(other.Outside.Samples).Distinct().Select(FlowEnd.Outside))
            .ToList();
        return
            from source in ends
            from destination in ends
            where source.Address is null || destination.Address is null
                || source.Address.Value.Family == destination.Address.Value.Family
            let told = one.Between(source, destination)
            let expected = other.Between(source, destination)
            where !told.Equals(expected)
            select $"{source} → {destination}: {string.Join("; ", told.Open)}, expected {string.Join("; ", expected.Open)}";
    }

    /// <summary>A random world whose policies come and go.</summary>
    sealed class ChangingPolicies
    {
        readonly Random _random;
        readonly List<(Tier Tier, Policy Policy)> _pool;
        readonly HashSet<Policy> _present;

        public ChangingPolicies(int seed)
        {
            Evaluator = MapsOfRandomWorlds.EvaluatorOf(seed);
            _random = new Random(seed);
            var others = new RandomTiers(_random, Evaluator.Cluster, Evaluator.Policies).Draw();
            _pool =
            [
                .. from tier in Evaluator.Policies.Tiers from policy in tier.Policies select (tier, policy),
                .. from tier in others.Tiers from policy in tier.Policies select (tier, Named(policy, $"{policy.Id.Name}-other")),
            ];
            _present = [.. Evaluator.Policies.Policies];
        }

        public Evaluator Evaluator { get; private set; }

        /// <summary>Lets up to three policies come or go.</summary>
        public Evaluator Change()
        {
            for (var left = _random.Next(1, 4); left > 0 && _pool.Count > 0; left--)
            {
                var policy = _pool[_random.Next(_pool.Count)].Policy;
                if (!_present.Remove(policy)) _present.Add(policy);
            }
            var tiers = Evaluator.Policies.Tiers.Select(frame => new Tier(
                frame.Name,
                frame.Order,
                frame.DefaultAction,
                _pool.Where(item => item.Tier.Name == frame.Name && _present.Contains(item.Policy)).Select(item => item.Policy)));
            return Evaluator = Evaluator.With(new PolicySet(tiers));
        }

        static Policy Named(Policy policy, string name) => new()
        {
            Id = policy.Id with { Name = name },
            Order = policy.Order,
            Subject = policy.Subject,
            GovernsIngress = policy.GovernsIngress,
            GovernsEgress = policy.GovernsEgress,
            Ingress = policy.Ingress,
            Egress = policy.Egress,
            Origin = policy.Origin,
        };
    }
}

using Merlon.Connectivity;
using Merlon.Connectivity.Groups;
using Merlon.Model;

namespace Merlon.Tests.Connectivity;

/// <summary>Groups of connections, taken apart again: every pair of ends is in one group, and that says what is open.</summary>
public sealed class GroupsOfRandomWorlds
{
    const int FirstSeed = 90_001;
    const int Worlds = 150;

    [Fact]
    public void Every_open_pair_is_in_one_group_and_no_closed_one_is_in_any() =>
        Parallel.For(FirstSeed, FirstSeed + Worlds, seed =>
        {
            var map = new ConnectivityMap(MapsOfRandomWorlds.EvaluatorOf(seed));
            var groups = new ConnectionGroups(map).Between(EndFilter.Everyone, EndFilter.Everyone);
            var ends = map.Evaluator.Cluster.Endpoints.Where(HasOneAddressOfEach).SelectMany(FlowEnd.AllOf).ToList();
            foreach (var from in ends)
            {
                foreach (var to in ends.Where(to => MayAsk(from, to)))
                {
                    var family = from.Address?.Family ?? to.Address?.Family;
                    var told = groups
                        .Where(group => Has(group.From, from) && Has(group.To, to)
                            && (group.Family is null || family is null || group.Family == family))
                        .Select(group => group.Opening)
                        .ToList();
                    var expected = map.Between(from, to);
                    Assert.True(
                        expected.IsNone ? told.Count == 0 : told.Count == 1 && told[0].Equals(expected),
                        $"seed {seed}: {from} → {to}");
                }
            }
        });

    [Fact]
    public void Filters_take_from_the_groups_and_change_nothing_in_them()
    {
        for (var seed = FirstSeed; seed < FirstSeed + 20; seed++)
        {
            var map = new ConnectivityMap(MapsOfRandomWorlds.EvaluatorOf(seed));
            var groups = new ConnectionGroups(map);
            var wanted = map.Evaluator.Cluster.Endpoints[0].Workload.Text;
            var all = Pairs(groups.Between(EndFilter.Everyone, EndFilter.Everyone)).Where(pair => pair.From == wanted);
            var only = groups.Between(new EndFilter(name => name.Text == wanted, _ => false), EndFilter.Everyone);
            Assert.Equal(all.Order(), Pairs(only).Order());
        }
    }

    static IEnumerable<(string From, string To, string Open)> Pairs(IEnumerable<ConnectionGroup> groups) =>
        from @group in groups
        from source in @group.From.Inside
        from destination in @group.To.Inside
        select (source.Text, destination.Text, $"{string.Join(';', @group.Opening.Open)} {@group.Family}");

    static bool HasOneAddressOfEach(Endpoint endpoint) =>
        endpoint.Addresses.GroupBy(address => address.Family).All(family => family.Count() == 1);

    static bool MayAsk(FlowEnd from, FlowEnd to) =>
        (from.IsPod || to.IsPod) && !ConnectivityMap.AreRelated(from, to)
        && (from.Address is null || to.Address is null || from.Address.Value.Family == to.Address.Value.Family);

    static bool Has(EndGroup group, FlowEnd end) => group.Inside.Any(
        name => name.Text == end.Endpoint!.Id.Text || name.Text == end.Endpoint.Workload.Text);
}

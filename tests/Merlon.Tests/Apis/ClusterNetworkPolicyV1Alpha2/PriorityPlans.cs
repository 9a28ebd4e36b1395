using Merlon.Apis.ClusterNetworkPolicyV1Alpha2;

namespace Merlon.Tests.Apis.ClusterNetworkPolicyV1Alpha2;

/// <summary>Priorities of policies of which some become several.</summary>
public sealed class PriorityPlans
{
    [Fact]
    public void Where_nothing_is_split_nothing_moves() =>
        Assert.Equal([0, 5, 5, 1000], PriorityPlan.Assign([(0, 1, false), (5, 1, false), (5, 1, false), (1000, 1, false)])!);

    [Fact]
    public void What_stands_behind_makes_room() =>
        Assert.Equal([5, 8, 9, 20], PriorityPlan.Assign([(5, 3, true), (6, 1, false), (7, 1, false), (20, 1, false)])!);

    [Fact]
    public void A_policy_that_is_split_shares_its_priority_with_no_one() =>
        Assert.Equal([5, 6, 8], PriorityPlan.Assign([(5, 1, false), (5, 2, true), (5, 1, false)])!);

    [Fact]
    public void At_the_end_what_stands_before_moves_down() =>
        Assert.Equal([3, 997, 998], PriorityPlan.Assign([(3, 1, false), (999, 1, false), (1000, 3, true)])!);

    [Fact]
    public void More_than_there_is_room_for_does_not_fit() =>
        Assert.Null(PriorityPlan.Assign([(0, 1000, true), (1000, 2, true)]));
}

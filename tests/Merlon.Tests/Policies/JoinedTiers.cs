using Merlon.Policies;
using Merlon.Tests.Evaluation;

namespace Merlon.Tests.Policies;

/// <summary>Tiers of one name that come from several APIs are one.</summary>
public sealed class JoinedTiers
{
    [Fact]
    public void Their_policies_stand_by_order_and_name_whoever_brought_them()
    {
        var set = new PolicySet(
        [
            new Tier("t", 5, TierDefault.Pass, [Scene.Policy("c", 1), Scene.Policy("a", 2)]),
            new Tier("other", 9, TierDefault.Deny, [Scene.Policy("x", 1)]),
            new Tier("t", 5, TierDefault.Pass, [Scene.Policy("b", 1), Scene.Policy("d", 0)]),
        ]);
        Assert.Equal(["t", "other"], set.Tiers.Select(tier => tier.Name));
        Assert.Equal(["d", "b", "c", "a"], set.Tiers[0].Policies.Select(policy => policy.Id.Name));
    }

    [Fact]
    public void A_tier_cannot_be_in_two_places() => Assert.Throws<ArgumentException>(
        () => new PolicySet([new Tier("t", 5, TierDefault.Pass, []), new Tier("t", 6, TierDefault.Pass, [])]));

    [Fact]
    public void A_tier_cannot_have_two_defaults() => Assert.Throws<ArgumentException>(
        () => new PolicySet([new Tier("t", 5, TierDefault.Pass, []), new Tier("t", 5, TierDefault.Deny, [])]));
}

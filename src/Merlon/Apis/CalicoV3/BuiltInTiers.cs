using Merlon.Policies;

namespace Merlon.Apis.CalicoV3;

/// <summary>The tiers that every cluster has. Their order and default are fixed.</summary>
static class BuiltInTiers
{
    /// <summary>The order of a tier that gives none.</summary>
    public const double UnstatedOrder = Tier.DefaultOrder;

    static readonly Tier[] All =
    [
        new("kube-admin", 1000, TierDefault.Pass, []),
        new(Tier.DefaultName, Tier.DefaultOrder, TierDefault.Deny, []),
        new("kube-baseline", 10_000_000, TierDefault.Pass, []),
    ];

    public static Tier? Find(string name) => Array.Find(All, tier => tier.Name == name);
}

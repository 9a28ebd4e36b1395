using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.CalicoV3;

/// <summary>A Tier.</summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="Order">Its place among the tiers: lower first.</param>
/// <param name="DefaultAction">What it does with what its policies leave undecided.</param>
public sealed record TierResource(ObjectMeta Meta, double Order, TierDefault DefaultAction)
    : PolicyResource("Tier", Meta);

using System.Collections.Immutable;

namespace Merlon.Policies;

/// <summary>All policies in the one model, whatever API they came from. Immutable.</summary>
public sealed class PolicySet
{
    /// <param name="tiers">The tiers, in any order. Tiers of one name are not merged.</param>
    public PolicySet(IEnumerable<Tier> tiers) =>
        Tiers = [.. tiers.OrderBy(tier => tier.Order).ThenBy(tier => tier.Name, StringComparer.Ordinal)];

    /// <summary>By order, then name.</summary>
    public ImmutableArray<Tier> Tiers { get; }

    public IEnumerable<Policy> Policies => Tiers.SelectMany(tier => tier.Policies);
}

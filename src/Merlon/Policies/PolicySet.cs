using System.Collections.Immutable;

namespace Merlon.Policies;

/// <summary>All policies in the one model, whatever API they came from. Immutable.</summary>
public sealed class PolicySet
{
    /// <param name="tiers">The tiers, in any order. Those of one name become one, with the policies of all.</param>
    /// <exception cref="ArgumentException">Two of one name differ in order or default action.</exception>
    public PolicySet(IEnumerable<Tier> tiers) => Tiers =
    [
        .. tiers.GroupBy(tier => tier.Name, StringComparer.Ordinal)
            .Select(Joined)
            .OrderBy(tier => tier.Order)
            .ThenBy(tier => tier.Name, StringComparer.Ordinal),
    ];

    /// <summary>By order, then name.</summary>
    public ImmutableArray<Tier> Tiers { get; }

    public IEnumerable<Policy> Policies => Tiers.SelectMany(tier => tier.Policies);

    /// <summary>The same tiers with only the policies that meet a condition.</summary>
    public PolicySet Where(Func<Policy, bool> condition) =>
        new(Tiers.Select(tier => new Tier(tier.Name, tier.Order, tier.DefaultAction, tier.Policies.Where(condition))));

    /// <summary>The same tiers with another policy in place of one.</summary>
    /// <param name="policy">One of them, by reference.</param>
    /// <param name="other">What comes in its place; null to leave it out.</param>
    public PolicySet Replace(Policy policy, Policy? other) => new(Tiers.Select(tier => !tier.Policies.Contains(policy)
        ? tier
        : new Tier(
            tier.Name,
            tier.Order,
            tier.DefaultAction,
            other is null ? tier.Policies.Remove(policy) : tier.Policies.Replace(policy, other))));

    static Tier Joined(IGrouping<string, Tier> parts)
    {
        var first = parts.First();
        foreach (var part in parts)
        {
            if (part.Order == first.Order && part.DefaultAction == first.DefaultAction) continue;
            throw new ArgumentException($"Tier {part.Name} is given in two forms.", nameof(parts));
        }
        return parts.Skip(1).Any() ? Together(first, parts) : first;
    }

    static Tier Together(Tier first, IEnumerable<Tier> parts) =>
        new(first.Name, first.Order, first.DefaultAction, parts.SelectMany(part => part.Policies));
}

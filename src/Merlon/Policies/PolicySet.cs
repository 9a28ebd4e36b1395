using System.Collections.Immutable;

namespace Merlon.Policies;

/// <summary>All policies in the one model, whatever API they came from. Immutable.</summary>
public sealed class PolicySet
{
    readonly ImmutableArray<Tier> _all;

    /// <param name="tiers">The tiers, in any order. Those of one name and stage become one, with the policies of all.</param>
    /// <exception cref="ArgumentException">Two of one name and stage differ in order or default action.</exception>
    public PolicySet(IEnumerable<Tier> tiers)
    {
        _all =
        [
            .. tiers.GroupBy(tier => (tier.Stage, tier.Name))
                .Select(Joined)
                .OrderBy(tier => tier.Stage)
                .ThenBy(tier => tier.Order)
                .ThenBy(tier => tier.Name, StringComparer.Ordinal),
        ];
        Tiers = At(PolicyStage.Filter);
    }

    /// <summary>The tiers that judge pods, by order, then name.</summary>
    public ImmutableArray<Tier> Tiers { get; }

    /// <summary>The policies of <see cref="Tiers"/>.</summary>
    public IEnumerable<Policy> Policies => Tiers.SelectMany(tier => tier.Policies);

    /// <summary>The policies of all stages: those that only hosts know, too.</summary>
    public IEnumerable<Policy> AllPolicies => _all.SelectMany(tier => tier.Policies);

    /// <summary>The tiers of one stage, by order, then name.</summary>
    public ImmutableArray<Tier> At(PolicyStage stage) => [.. _all.Where(tier => tier.Stage == stage)];

    /// <summary>The same tiers with only the policies that meet a condition.</summary>
    public PolicySet Where(Func<Policy, bool> condition) =>
        new(_all.Select(tier => tier.With(tier.Policies.Where(condition))));

    /// <summary>The same tiers with another policy in place of one.</summary>
    /// <param name="policy">One of them, by reference.</param>
    /// <param name="other">What comes in its place; null to leave it out.</param>
    public PolicySet Replace(Policy policy, Policy? other) => new(_all.Select(tier => !tier.Policies.Contains(policy)
        ? tier
        : tier.With(other is null ? tier.Policies.Remove(policy) : tier.Policies.Replace(policy, other))));

    static Tier Joined(IEnumerable<Tier> parts)
    {
        var first = parts.First();
        foreach (var part in parts)
        {
            if (part.Order == first.Order && part.DefaultAction == first.DefaultAction) continue;
            throw new ArgumentException($"Tier {part.Name} is given in two forms.", nameof(parts));
        }
        return parts.Skip(1).Any() ? first.With(parts.SelectMany(part => part.Policies)) : first;
    }
}

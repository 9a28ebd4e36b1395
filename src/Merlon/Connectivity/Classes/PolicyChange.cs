using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>The policies that are in only one of two sets.</summary>
/// <param name="Removed">Those of the older one.</param>
/// <param name="Added">Those of the newer one, with their tiers there.</param>
sealed record PolicyChange(ImmutableArray<Policy> Removed, ImmutableArray<(Tier Tier, Policy Policy)> Added)
{
    /// <summary>What was changed; null where a tier itself was.</summary>
    public static PolicyChange? Between(PolicySet old, PolicySet @new)
    {
        var removed = ImmutableArray.CreateBuilder<Policy>();
        var added = ImmutableArray.CreateBuilder<(Tier, Policy)>();
        var before = old.Tiers.ToDictionary(tier => tier.Name, StringComparer.Ordinal);
        foreach (var tier in @new.Tiers)
        {
            if (!before.Remove(tier.Name, out var was)) added.AddRange(tier.Policies.Select(policy => (tier, policy)));
            else if (was.Order != tier.Order || was.DefaultAction != tier.DefaultAction) return null;
            else
            {
                var (gone, come) = Without(was.Policies, tier.Policies);
                removed.AddRange(gone);
                added.AddRange(come.Select(policy => (tier, policy)));
            }
        }
        foreach (var gone in before.Values) removed.AddRange(gone.Policies);
        return new PolicyChange(removed.ToImmutable(), added.ToImmutable());
    }

    /// <summary>The policies that apply to a subject, after some of the changes.</summary>
    /// <param name="tiers">Those that applied before.</param>
    /// <param name="places">The changes: places among the removed, then among the added ones.</param>
    public ImmutableArray<TierPolicies> ApplyTo(ImmutableArray<TierPolicies> tiers, IReadOnlyList<int> places)
    {
        var gone = places.Where(place => place < Removed.Length).Select(place => Removed[place]).ToHashSet();
        var come = places.Where(place => place >= Removed.Length).Select(place => Added[place - Removed.Length]);
        return
        [
            .. tiers.SelectMany(tier => tier.Policies.Select(policy => (tier.Tier, Policy: policy)))
                .Where(item => !gone.Contains(item.Policy))
                .Concat(come)
                .GroupBy(item => item.Tier.Name)
                .Select(tier => new TierPolicies(tier.First().Tier, [.. tier.Select(item => item.Policy).Order(Tier.ByPlace)]))
                .OrderBy(tier => tier.Tier.Order)
                .ThenBy(tier => tier.Tier.Name, StringComparer.Ordinal),
        ];
    }

    // What is alike at both ends of the lists is passed over: mostly little is left.
    static (IEnumerable<Policy> Gone, IEnumerable<Policy> Come) Without(
        ImmutableArray<Policy> old, ImmutableArray<Policy> @new)
    {
        var shorter = Math.Min(old.Length, @new.Length);
        var (head, tail) = (0, 0);
        while (head < shorter && ReferenceEquals(old[head], @new[head])) head++;
        while (tail < shorter - head && ReferenceEquals(old[^(tail + 1)], @new[^(tail + 1)])) tail++;
        var (before, after) = (old[head..^tail].ToHashSet(), @new[head..^tail].ToHashSet());
        return (before.Where(policy => !after.Contains(policy)), after.Where(policy => !before.Contains(policy)));
    }
}

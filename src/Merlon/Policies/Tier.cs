using System.Collections.Immutable;

namespace Merlon.Policies;

/// <summary>A step of the walk: its policies, in order, and what happens when they apply and none decides.</summary>
public sealed class Tier
{
    /// <param name="name">Its name.</param>
    /// <param name="order">Its place among the tiers: lower first, then by name.</param>
    /// <param name="defaultAction">What it does with what its applying policies leave undecided.</param>
    /// <param name="policies">Its policies, in any order.</param>
    public Tier(string name, double order, TierDefault defaultAction, IEnumerable<Policy> policies)
    {
        (Name, Order, DefaultAction) = (name, order, defaultAction);
        ImmutableArray<Policy> given = [.. policies];
        Policies = IsOrdered(given) ? given : [.. given.OrderBy(policy => policy, ByPlace)];
    }

    /// <summary>The name of the tier of NetworkPolicies.</summary>
    public const string DefaultName = "default";

    /// <summary>The order of the tier of NetworkPolicies.</summary>
    public const double DefaultOrder = 1_000_000;

    /// <summary>Policies of a tier: by order, then id.</summary>
    internal static IComparer<Policy> ByPlace { get; } = Comparer<Policy>.Create(
        (one, other) => one.Order != other.Order ? one.Order.CompareTo(other.Order) : one.Id.CompareTo(other.Id));

    public string Name { get; }

    public double Order { get; }

    public TierDefault DefaultAction { get; }

    /// <summary>By order, then id.</summary>
    public ImmutableArray<Policy> Policies { get; }

    static bool IsOrdered(ImmutableArray<Policy> policies)
    {
        for (var i = 1; i < policies.Length; i++)
        {
            if (ByPlace.Compare(policies[i - 1], policies[i]) > 0) return false;
        }
        return true;
    }
}

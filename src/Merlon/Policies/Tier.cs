using System.Collections.Immutable;

namespace Merlon.Policies;

/// <summary>A step of the walk: its policies, in order, and what happens when they apply and none decides.</summary>
public sealed class Tier
{
    /// <param name="name">Its name.</param>
    /// <param name="order">Its place among the tiers: lower first, then by name.</param>
    /// <param name="defaultAction">What it does with what its applying policies leave undecided.</param>
    /// <param name="policies">Its policies, in any order.</param>
    /// <param name="stage">Where its policies stand: one name can stand at several.</param>
    public Tier(
        string name,
        double order,
        TierDefault defaultAction,
        IEnumerable<Policy> policies,
        PolicyStage stage = PolicyStage.Filter)
    {
        (Name, Order, DefaultAction, Stage) = (name, order, defaultAction, stage);
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

    public PolicyStage Stage { get; }

    /// <summary>Whether its policies see packets as they came, before addresses are translated.</summary>
    public bool IsBeforeTranslation => Stage is PolicyStage.Untracked or PolicyStage.PreDnat;

    /// <summary>By order, then id.</summary>
    public ImmutableArray<Policy> Policies { get; }

    /// <summary>The same tier with other policies, in any order.</summary>
    public Tier With(IEnumerable<Policy> policies) => new(Name, Order, DefaultAction, policies, Stage);

    static bool IsOrdered(ImmutableArray<Policy> policies)
    {
        for (var i = 1; i < policies.Length; i++)
        {
            if (ByPlace.Compare(policies[i - 1], policies[i]) > 0) return false;
        }
        return true;
    }
}

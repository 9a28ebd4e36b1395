namespace Merlon.Apis.ClusterPolicies;

/// <summary>Where cluster-wide policies stand: above the policies of namespaces, or below.</summary>
public enum PolicyTier
{
    /// <summary>Before NetworkPolicies.</summary>
    Admin,

    /// <summary>After them, for what they leave undecided.</summary>
    Baseline,
}

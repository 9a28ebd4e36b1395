using System.Collections.Immutable;
using Merlon.Evaluation;

namespace Merlon.Connectivity.Classes;

/// <summary>Classes that fare alike as subjects of one direction.</summary>
/// <param name="subject">One of them.</param>
/// <param name="tiers">The policies that apply to them.</param>
sealed class SubjectGroup(int subject, ImmutableArray<TierPolicies> tiers)
{
    public int Subject => subject;

    public ImmutableArray<TierPolicies> Tiers => tiers;

    /// <summary>What they may send to whom, or receive; null as long as nobody has asked.</summary>
    public Share[]? Shares { get; set; }
}

using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.ClusterPolicies;

/// <summary>
/// A ClusterNetworkPolicy, AdminNetworkPolicy or BaselineAdminNetworkPolicy (policy.networking.k8s.io) as written: they
/// are one model in different words.
/// </summary>
/// <param name="Kind">Which of the three.</param>
/// <param name="Meta">Its metadata.</param>
/// <param name="Tier">The tier, written or implied by the kind.</param>
/// <param name="Priority">Its place in the tier, lower first; where the kind has none, the last.</param>
/// <param name="Subject">Whom it is about.</param>
/// <param name="Ingress">Its ingress rules.</param>
/// <param name="Egress">Its egress rules.</param>
/// <param name="Places">Where these fields stand.</param>
public sealed record ClusterPolicyResource(
    string Kind,
    ObjectMeta Meta,
    PolicyTier Tier,
    int Priority,
    ClusterPeerSpec Subject,
    ImmutableArray<ClusterRuleSpec> Ingress,
    ImmutableArray<ClusterRuleSpec> Egress,
    ClusterPolicyPlaces Places)
    : PolicyResource(Kind, Meta)
{
    public const int MaxPriority = 1000;

    public ImmutableArray<ClusterRuleSpec> Rules(Direction direction) =>
        direction == Direction.Ingress ? Ingress : Egress;

    /// <summary>Those for ingress and then those for egress.</summary>
    public IEnumerable<ClusterRuleSpec> AllRules => Ingress.Concat(Egress);
}

/// <summary>Where fields of its spec stand; one that is not written stands where its object does.</summary>
public sealed record ClusterPolicyPlaces(Place Priority, Place Subject, Place Ingress, Place Egress);

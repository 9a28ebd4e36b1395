using Merlon.Diagnostics;
using Merlon.Policies;

namespace Merlon.Apis.NetworkPolicyV1;

/// <summary>
/// Where the fields of a NetworkPolicy's spec stand; one that is not written stands where its object does.
/// </summary>
public sealed record SpecPlaces(Place PodSelector, Place PolicyTypes, Place Ingress, Place Egress)
{
    /// <summary>The spec itself; null where there is none.</summary>
    public SourceLocation? Spec { get; init; }

    /// <summary>The list of rules of the direction.</summary>
    public Place Rules(Direction direction) => direction == Direction.Ingress ? Ingress : Egress;
}

using System.Collections.Immutable;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.NetworkPolicyV1;

/// <summary>A NetworkPolicy (networking.k8s.io/v1) as written.</summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="PodSelector">Its subject; null where missing or null, which selects every pod of the namespace.</param>
/// <param name="PolicyTypes">The directions written; empty where none are, and the default applies.</param>
/// <param name="Ingress">Its ingress rules.</param>
/// <param name="Egress">Its egress rules.</param>
/// <param name="Places">Where these fields stand.</param>
public sealed record NetworkPolicyResource(
    ObjectMeta Meta,
    LabelSelectorSpec? PodSelector,
    ImmutableArray<PolicyTypeSpec> PolicyTypes,
    ImmutableArray<RuleSpec> Ingress,
    ImmutableArray<RuleSpec> Egress,
    SpecPlaces Places)
    : PolicyResource(KindName, Meta)
{
    public const string KindName = "NetworkPolicy";

    /// <summary>
    /// Whether it isolates in the direction, the API's default applied: without <c>policyTypes</c>, ingress always and
    /// egress where it has egress rules.
    /// </summary>
    public bool Governs(Direction direction) => PolicyTypes.IsEmpty
        ? direction == Direction.Ingress || !Egress.IsEmpty
        : Names(direction == Direction.Ingress ? nameof(Direction.Ingress) : nameof(Direction.Egress));

    /// <summary>Those of both directions, incoming first; most policies have rules of one.</summary>
    internal ImmutableArray<RuleSpec> AllRules => Egress.IsEmpty ? Ingress : Ingress.IsEmpty ? Egress : [.. Ingress, .. Egress];

    public ImmutableArray<RuleSpec> Rules(Direction direction) => direction == Direction.Ingress ? Ingress : Egress;

    bool Names(string direction)
    {
        foreach (var type in PolicyTypes)
        {
            if (type.Text == direction) return true;
        }
        return false;
    }
}

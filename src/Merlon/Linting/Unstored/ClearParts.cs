using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Linting.Unstored;

/// <summary>
/// The parts of a refused policy that hold nothing that is refused: they say what they would say once the others are
/// mended.
/// </summary>
sealed class ClearParts
{
    readonly ImmutableArray<string> _faults;

    /// <param name="policy">A policy with something in it that is refused.</param>
    /// <param name="manifests">Where it was read, with what was found wrong there.</param>
    public ClearParts(NetworkPolicyResource policy, ManifestSet manifests)
    {
        var faults = manifests.Diagnostics
            .Where(found => found.Severity == Severity.Error && found.Object == policy.Id.ToString()
                && found.Location.File == policy.Meta.Location.File)
            .ToList();
        _faults = [.. faults.Select(found => found.Path).Distinct(StringComparer.Ordinal)];
        AreAll = faults.TrueForAll(found => found.Code == DiagnosticCodes.CidrHostBits);
        Policy = policy;
        // Without its types nobody knows what the rules are for.
        Form = IsTouched(policy.Places.PolicyTypes.Path) ? policy with { PodSelector = null, Ingress = [], Egress = [] } : policy with
        {
            PodSelector = IsTouched(policy.Places.PodSelector.Path) ? null : policy.PodSelector,
            Ingress = [.. policy.Ingress.Where(rule => !IsTouched(rule.Place.Path))],
            Egress = [.. policy.Egress.Where(rule => !IsTouched(rule.Place.Path))],
        };
    }

    /// <summary>
    /// Whether the whole policy is clear: what newer servers refuse in it, older ones store, and its meaning is known.
    /// </summary>
    public bool AreAll { get; }

    /// <summary>The policy as written, for checks of single fields.</summary>
    public NetworkPolicyResource Policy { get; }

    /// <summary>The policy with its clear selectors and rules alone, for checks of their form.</summary>
    public NetworkPolicyResource Form { get; }

    /// <summary>Whether a fault lies in the field, or the field in what is faulty.</summary>
    public bool IsTouched(FieldPath field)
    {
        var path = field.ToString();
        return _faults.Any(fault => IsWithin(fault, path) || IsWithin(path, fault));
    }

    static bool IsWithin(string inner, string outer) =>
        outer.Length == 0
        || (inner.StartsWith(outer, StringComparison.Ordinal)
            && (inner.Length == outer.Length || inner[outer.Length] is '.' or '['));
}

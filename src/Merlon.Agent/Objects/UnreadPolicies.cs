using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Agent.Objects;

/// <summary>
/// What stands in for NetworkPolicies that cannot be read. Whom they select is not known, but never anyone outside their
/// namespace: every pod in it is isolated, so that nothing is open that such a policy would have closed.
/// </summary>
static class UnreadPolicies
{
    static readonly string[] BothDirections = ["Ingress", "Egress"];

    /// <summary>The objects, with a policy for each unread one whose place is known.</summary>
    public static ResourceSet Isolate(ResourceSet resources, IEnumerable<UnreadDocument> unread)
    {
        var known = resources.Policies.Select(policy => (policy.Kind, policy.Meta.QualifiedName)).ToHashSet();
        var standIns = unread.Where(CanIsolate).Select(StandIn)
            .Where(policy => known.Add((policy.Kind, policy.Meta.QualifiedName)))
            .ToImmutableArray<PolicyResource>();
        return standIns.IsEmpty ? resources : resources with { Policies = resources.Policies.AddRange(standIns) };
    }

    /// <summary>Whether it is known what an unread document could close.</summary>
    public static bool CanIsolate(UnreadDocument document) =>
        document is { Kind: NetworkPolicyResource.KindName, Namespace: not null };

    /// <summary>The policy that isolates every pod of an unread policy's namespace.</summary>
    public static NetworkPolicyResource StandIn(UnreadDocument document)
    {
        var place = new Place(document.Location, FieldPath.Root);
        var meta = new ObjectMeta(
            document.Name ?? $"unread-{document.Location.Line}", document.Namespace ?? ObjectMeta.DefaultNamespace, false, LabelSet.Empty, [], document.Location);
        return new NetworkPolicyResource(
            meta,
            PodSelector: null,
            [.. BothDirections.Select(direction => new PolicyTypeSpec(direction, place))],
            Ingress: [],
            Egress: [],
            new SpecPlaces(place, place, place, place));
    }
}

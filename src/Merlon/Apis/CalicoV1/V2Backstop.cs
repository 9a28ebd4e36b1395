using System.Collections.Immutable;
using Merlon.Apis.CalicoV3;
using Merlon.Apis.CalicoV3.Selectors;
using Merlon.Diagnostics;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.CalicoV1;

/// <summary>
/// The policy that Calico 2 once put behind all others in a Kubernetes cluster: what no policy decides about a pod passes
/// on to its namespace's profile, which allows it. Calico 3 has none.
/// </summary>
static class V2Backstop
{
    const string Name = "k8s-policy-no-match";
    const double Order = 2000;
    const string Selector = "has(projectcalico.org/namespace)";

    /// <summary>The policies with it, where there are any of v1.</summary>
    public static ImmutableArray<PolicyResource> AddTo(ImmutableArray<PolicyResource> policies) =>
        policies.OfType<CalicoPolicyResource>().FirstOrDefault(policy => policy.IsV1) is { } first
            ? policies.Add(Create(first.Meta.Location))
            : policies;

    static CalicoPolicyResource Create(SourceLocation location)
    {
        var place = new Place(location, FieldPath.Root);
        var pass = new CalicoRuleSpec
        {
            Action = RuleAction.Pass,
            IpVersion = null,
            Protocol = null,
            NotProtocol = null,
            Icmp = null,
            NotIcmp = null,
            Source = EntitySpec.Anyone(place),
            Destination = EntitySpec.Anyone(place),
            Http = null,
            Place = place,
        };
        var meta = new ObjectMeta(Name, "", false, LabelSet.Empty, [], location);
        return new CalicoPolicyResource(CalicoPolicyResource.Global, meta, new CalicoPolicySpec
        {
            Tier = Tier.DefaultName,
            Order = Order,
            Selector = new SelectorSpec(Selector, LabelFormula.Has(SelectorKeys.Namespace), place),
            NamespaceSelector = null,
            ServiceAccountSelector = null,
            Types = [Direction.Ingress, Direction.Egress],
            Ingress = [pass],
            Egress = [pass],
            HostKind = HostPolicyKind.Normal,
            Staged = null,
            Place = place,
        })
        {
            IsV1 = true,
        };
    }
}

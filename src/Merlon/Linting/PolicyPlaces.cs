using Merlon.Apis.CalicoV3;
using Merlon.Apis.ClusterPolicies;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Resources;

namespace Merlon.Linting;

/// <summary>Where policies of all APIs have what checks speak of.</summary>
static class PolicyPlaces
{
    /// <summary>Where its egress rules stand, or nearest to it.</summary>
    public static Place Egress(PolicyResource policy) => policy switch
    {
        NetworkPolicyResource own => own.Places.Egress,
        ClusterPolicyResource cluster => cluster.Places.Egress,
        CalicoPolicyResource calico => calico.Spec.Place,
        _ => new Place(policy.Meta.Location, FieldPath.Root),
    };

    /// <summary>Where its subject stands, or nearest to it.</summary>
    public static Place Subject(PolicyResource policy) => policy switch
    {
        NetworkPolicyResource own => own.Places.PodSelector,
        ClusterPolicyResource cluster => cluster.Places.Subject,
        CalicoPolicyResource calico => calico.Spec.Selector?.Place ?? calico.Spec.Place,
        _ => new Place(policy.Meta.Location, FieldPath.Root),
    };
}

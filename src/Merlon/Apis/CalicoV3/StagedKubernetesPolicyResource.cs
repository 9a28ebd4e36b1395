using Merlon.Apis.NetworkPolicyV1;
using Merlon.Resources;

namespace Merlon.Apis.CalicoV3;

/// <summary>A StagedKubernetesNetworkPolicy: a NetworkPolicy of Kubernetes that is not in force.</summary>
/// <param name="Policy">What it would be.</param>
/// <param name="Action">What would become of the NetworkPolicy of its name.</param>
public sealed record StagedKubernetesPolicyResource(NetworkPolicyResource Policy, StagedAction Action)
    : PolicyResource(WrittenKind, Policy.Meta)
{
    public const string WrittenKind = "StagedKubernetesNetworkPolicy";
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using Merlon.Apis.AdminNetworkPolicyV1Alpha1;
using Merlon.Apis.CalicoV1;
using Merlon.Apis.CalicoV3;
using Merlon.Apis.ClusterNetworkPolicyV1Alpha2;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Manifests;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis;

/// <summary>The policy APIs that are understood, and those that are known and not understood.</summary>
static class PolicyApis
{
    static readonly FrozenSet<string> OtherGroups = new[]
    {
        "policy.networking.k8s.io", "projectcalico.org", "crd.projectcalico.org", "cilium.io", "crd.antrea.io",
    }.ToFrozenSet(StringComparer.Ordinal);

    static readonly FrozenSet<string> OtherKinds = new[]
    {
        "AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "ClusterNetworkPolicy", "NetworkPolicy",
        "GlobalNetworkPolicy", "Tier", "NetworkSet", "GlobalNetworkSet", "HostEndpoint", "Profile",
        "CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy", "CiliumLocalRedirectPolicy",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static ImmutableArray<IPolicyApi> All { get; } =
    [
        new NetworkPolicyApi(), AdminNetworkPolicies.Admin, AdminNetworkPolicies.Baseline, ClusterNetworkPolicies.Api,
        new CalicoApi(), new CalicoV1Api(),
    ];

    public static IPolicyApi? For(ObjectType type) => All.FirstOrDefault(api => api.Reads(type));

    /// <summary>
    /// Whether objects of this type can change verdicts although no API here reads them: another version of one that is
    /// read, too.
    /// </summary>
    public static bool IsKnownButUnsupported(ObjectType type) =>
        CalicoV1Api.IsOther(type)
        || OtherGroups.Contains(type.Group) && OtherKinds.Contains(type.Kind) && !NetworkSetReader.Reads(type)
        && !HostEndpointReader.Reads(type);

    public static PolicySet Compile(IReadOnlyCollection<PolicyResource> policies) => Compile(policies, new PolicyMemory());

    public static PolicySet Compile(IReadOnlyCollection<PolicyResource> policies, PolicyMemory memory)
    {
        memory.Begin();
        return new(All.SelectMany(api => api.Compile(policies, memory)));
    }
}

using System.Collections.Immutable;
using Merlon.Apis.ClusterPolicies;
using Merlon.Policies;

namespace Merlon.Apis.AdminNetworkPolicyV1Alpha1;

/// <summary>AdminNetworkPolicy and BaselineAdminNetworkPolicy of policy.networking.k8s.io/v1alpha1.</summary>
static class AdminNetworkPolicies
{
    const string Version = "v1alpha1";

    const int MaxElements = 100;

    public static IPolicyApi Admin { get; } = new ClusterPolicyApi(Version, new PolicyDialect
    {
        Kind = "AdminNetworkPolicy",
        ImpliedTier = PolicyTier.Admin,
        Actions = ImmutableSortedDictionary<string, RuleAction>.Empty
            .Add("Allow", RuleAction.Allow)
            .Add("Deny", RuleAction.Deny)
            .Add("Pass", RuleAction.Pass),
        MaxRules = MaxElements,
        MaxPeers = MaxElements,
        MaxPorts = MaxElements,
        PortsField = "ports",
        PodsNeedNamespaces = true,
        ReadPort = AdminPortReader.Read,
    });

    public static IPolicyApi Baseline { get; } = new ClusterPolicyApi(Version, new PolicyDialect
    {
        Kind = "BaselineAdminNetworkPolicy",
        ImpliedTier = PolicyTier.Baseline,
        HasPriority = false,
        OnlyName = "default",
        Actions = ImmutableSortedDictionary<string, RuleAction>.Empty
            .Add("Allow", RuleAction.Allow)
            .Add("Deny", RuleAction.Deny),
        MaxRules = MaxElements,
        MaxPeers = MaxElements,
        MaxPorts = MaxElements,
        PortsField = "ports",
        PodsNeedNamespaces = true,
        HasDomainNames = false,
        ReadPort = AdminPortReader.Read,
    });
}

using System.Collections.Immutable;
using Merlon.Apis.ClusterPolicies;
using Merlon.Policies;

namespace Merlon.Apis.ClusterNetworkPolicyV1Alpha2;

/// <summary>ClusterNetworkPolicy of policy.networking.k8s.io/v1alpha2.</summary>
static class ClusterNetworkPolicies
{
    public const string KindName = "ClusterNetworkPolicy";

    /// <summary>The most rules that a direction, and the most peers and ports that a rule may have.</summary>
    public const int MaxElements = 25;

    public static IPolicyApi Api { get; } = new ClusterPolicyApi("v1alpha2", new PolicyDialect
    {
        Kind = KindName,
        Actions = ImmutableSortedDictionary<string, RuleAction>.Empty
            .Add("Accept", RuleAction.Allow)
            .Add("Deny", RuleAction.Deny)
            .Add("Pass", RuleAction.Pass),
        MaxRules = MaxElements,
        MaxPeers = MaxElements,
        MaxPorts = MaxElements,
        PortsField = "protocols",
        AssumesExperimental = true,
        ReadPort = ProtocolReader.Read,
    });
}

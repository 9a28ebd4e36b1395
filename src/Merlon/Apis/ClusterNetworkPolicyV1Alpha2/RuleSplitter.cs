using System.Collections.Immutable;
using Merlon.Apis.ClusterPolicies;

namespace Merlon.Apis.ClusterNetworkPolicyV1Alpha2;

/// <summary>Cuts rules and lists of rules to the limits of ClusterNetworkPolicy, without a change of meaning.</summary>
static class RuleSplitter
{
    /// <summary>
    /// Rules that together match what this one does, to stand one behind the other; none where it matches nothing.
    /// </summary>
    public static IEnumerable<ClusterRuleSpec> Fit(ClusterRuleSpec rule)
    {
        var ports = rule.Ports.Where(port => port is not ClusterPortSpec.Numbers { IsEmpty: true }).ToImmutableArray();
        if (ports.IsEmpty && !rule.Ports.IsEmpty) return [];
        // Lists within a peer are no shorter in the old version: both take 25.
        return
            from peers in rule.Peers.Chunk(ClusterNetworkPolicies.MaxElements)
            from chunk in ports.IsEmpty ? [[]] : ports.Chunk(ClusterNetworkPolicies.MaxElements)
            select rule with { Peers = [.. peers], Ports = [.. chunk] };
    }

    /// <summary>The rules of a direction, in lists that a policy can take.</summary>
    public static ImmutableArray<ImmutableArray<ClusterRuleSpec>> Fit(ImmutableArray<ClusterRuleSpec> rules) =>
        [.. rules.SelectMany(Fit).Chunk(ClusterNetworkPolicies.MaxElements).Select(chunk => chunk.ToImmutableArray())];
}

using System.Collections.Immutable;
using Merlon.Agent.Objects;
using Merlon.Kubernetes;

namespace Merlon.Agent;

/// <summary>What keeps a node from being guarded as it should be, in words.</summary>
sealed class AgentTroubles(string node, NodeModel model)
{
    /// <summary>What is wrong with a folder of manifests; null where nothing is.</summary>
    public string? Folder { get; set; }

    /// <summary>What the kernel refused last; null where it took everything.</summary>
    public string? Kernel { get; set; }

    /// <param name="isSynced">Whether everything there is to know was read once.</param>
    /// <param name="sources">How each resource of the cluster is followed; none where a folder is.</param>
    /// <param name="bridges">The bridges of pods.</param>
    /// <param name="hasIpvs">Whether kube-proxy has IPVS translate the addresses of Services.</param>
    public IEnumerable<string> All(
        bool isSynced, ImmutableArray<WatchState> sources, ImmutableArray<BridgeState> bridges, bool hasIpvs)
    {
        if (isSynced && !model.Ruleset.KnowsNode) yield return $"there is no node `{node}`: nobody knows whom to guard";
        foreach (var source in sources.Where(source => source is { IsSynced: false, LastError: not null } && !model.HasAll([source.Resource])))
        {
            yield return $"{source.Resource} cannot be read: {source.LastError}";
        }
        if (Folder is { } folder) yield return folder;
        else if (!sources.IsEmpty)
        {
            foreach (var unread in model.Unread)
            {
                yield return $"not understood: {unread}: {unread.Reason}: "
                    + (UnreadPolicies.CanIsolate(unread) ? "its namespace is isolated" : "what was known before counts");
            }
        }
        foreach (var host in model.NotEnforced) yield return host;
        if (Kernel is { } kernel) yield return kernel;
        if (hasIpvs)
        {
            yield return "kube-proxy runs in IPVS mode here: connections to Services go past where policies are asked; "
                + "use its iptables or nftables mode";
        }
        foreach (var bridge in bridges.Where(bridge => !bridge.IsFiltered))
        {
            yield return $"what pods on bridge {bridge.Name} send each other is not filtered: the kernel module br_netfilter is not loaded";
        }
    }
}

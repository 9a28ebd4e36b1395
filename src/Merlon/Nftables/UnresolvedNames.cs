using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>What a ruleset cannot do because addresses are not known.</summary>
public static class UnresolvedNames
{
    /// <summary>
    /// A sentence on the domain names whose addresses are not known: rules that accept them allow nothing by them. Null
    /// where all are known.
    /// </summary>
    public static string? Tell(Cluster cluster, PolicySet policies)
    {
        ImmutableArray<string> names =
        [
            .. policies.Policies
                .SelectMany(policy => policy.AllRules)
                .SelectMany(rule => rule.AllPeers)
                .OfType<Peer.Domain>()
                .Where(peer => cluster.Domains.Resolve(peer.Pattern).IsEmpty)
                .Select(peer => peer.Pattern.ToString())
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        return names.IsEmpty
            ? null
            : $"no address is known of {string.Join(", ", names)}: the kernel allows nothing by the name (--dns tells them)";
    }
}

using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Policies;

namespace Merlon.Apis.ClusterPolicies;

/// <summary>A rule of a cluster-wide policy as written.</summary>
/// <param name="Name">Its name; null where it has none.</param>
/// <param name="Action">What it does; null where the word is not understood.</param>
/// <param name="Peers">The elements of <c>from</c> or <c>to</c>.</param>
/// <param name="Ports">The elements of <c>ports</c> or <c>protocols</c>; none means everything.</param>
/// <param name="UnknownField">A field that only newer servers know; null where there is none.</param>
/// <param name="Place">Where it stands.</param>
public sealed record ClusterRuleSpec(
    string? Name,
    RuleAction? Action,
    ImmutableArray<ClusterPeerSpec> Peers,
    ImmutableArray<ClusterPortSpec> Ports,
    string? UnknownField,
    Place Place)
{
    /// <summary>Whether it sends domain names where only Accept may: they cannot be told from other addresses.</summary>
    public bool RefusesDomainNames =>
        Action is not RuleAction.Allow && Peers.Any(peer => peer is ClusterPeerSpec.DomainNames);

    /// <summary>
    /// Why the rule cannot be taken at its word, and fails closed: one that allows matches nothing, any other denies
    /// everything. Null where it is understood.
    /// </summary>
    public string? Misunderstanding
    {
        get
        {
            if (UnknownField is not null) return $"`{UnknownField}` is not understood";
            if (Action is null) return "its action is not understood";
            if (Peers.IsEmpty) return "it names no peers";
            var peer = Peers.OfType<ClusterPeerSpec.NotUnderstood>().FirstOrDefault();
            if (peer is not null) return peer.Why;
            var port = Ports.OfType<ClusterPortSpec.NotUnderstood>().FirstOrDefault();
            if (port is not null) return port.Why;
            return RefusesDomainNames ? "domainNames can only be accepted" : null;
        }
    }
}

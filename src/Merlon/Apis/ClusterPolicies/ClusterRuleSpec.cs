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
    /// <summary>
    /// Whether all that is wrong with it is that it has domain names where only Accept may: which addresses they stand for
    /// is learned late, and what is not learned yet would slip past.
    /// </summary>
    public bool IsOnlyAboutNames => Action is RuleAction.Deny or RuleAction.Pass && WhyNotRead is null && NamedPeer is not null;

    /// <summary>
    /// Why the rule cannot be taken at its word, and fails closed: one that allows matches nothing, any other denies
    /// everything. Null where it is understood.
    /// </summary>
    public string? Misunderstanding =>
        WhyNotRead ?? (IsOnlyAboutNames ? "domainNames can only be accepted" : null);

    /// <summary>Where what is not understood stands; the rule itself where all is.</summary>
    public Place MisunderstoodPlace =>
        UnknownField is not null || Action is null ? Place
        : NotReadPeer?.Place ?? NotReadPort?.Place ?? (IsOnlyAboutNames ? NamedPeer?.Place : null) ?? Place;

    string? WhyNotRead =>
        UnknownField is not null ? $"`{UnknownField}` is not understood"
        : Action is null ? "its action is not understood"
        : Peers.IsEmpty ? "it names no peers"
        : NotReadPeer?.Why ?? NotReadPort?.Why;

    ClusterPeerSpec? NamedPeer => Peers.FirstOrDefault(peer => peer is ClusterPeerSpec.DomainNames);

    ClusterPeerSpec.NotUnderstood? NotReadPeer => Peers.OfType<ClusterPeerSpec.NotUnderstood>().FirstOrDefault();

    ClusterPortSpec.NotUnderstood? NotReadPort => Ports.OfType<ClusterPortSpec.NotUnderstood>().FirstOrDefault();
}

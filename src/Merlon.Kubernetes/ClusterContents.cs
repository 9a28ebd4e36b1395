using System.Collections.Immutable;

namespace Merlon.Kubernetes;

/// <summary>What a cluster has, read once.</summary>
/// <param name="Objects">The objects, by resource in the order in which they were asked for, as the server orders
/// them.</param>
/// <param name="Unread">The resources that could not be read.</param>
public sealed record ClusterContents(
    ImmutableArray<ObjectChange.Put> Objects, ImmutableArray<UnreadResource> Unread);

/// <summary>A resource that could not be read.</summary>
/// <param name="Resource">Which.</param>
/// <param name="Reason">Why, in the server's words.</param>
public sealed record UnreadResource(ApiResource Resource, string Reason);

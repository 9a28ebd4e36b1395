using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>A Pod (core/v1).</summary>
public sealed record PodResource(ObjectMeta Meta, PodSpec Spec)
{
    public PodPhase Phase { get; init; }

    /// <summary>Its addresses (<c>status.podIPs</c>, else <c>status.podIP</c>).</summary>
    public ImmutableArray<IpAddress> Addresses { get; init; } = [];

    /// <summary>Its node's addresses (<c>status.hostIPs</c>, else <c>status.hostIP</c>).</summary>
    public ImmutableArray<IpAddress> HostAddresses { get; init; } = [];

    /// <summary>Whether a Ready condition says no: a Service does not send to it then.</summary>
    public bool IsUnready { get; init; }

    /// <summary>Whether its containers have ended for good: it owns no address any more.</summary>
    public bool IsFinished => Phase is PodPhase.Succeeded or PodPhase.Failed;
}

using System.Collections.Immutable;
using Merlon.Evaluation.Firewalls;
using Merlon.Evaluation.Hosts;
using Merlon.Model;

namespace Merlon.Evaluation;

/// <summary>Why a flow fares as it does.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Egress">The source's side.</param>
/// <param name="Ingress">The destination's side.</param>
/// <param name="Assumptions">What the verdict depends on beside the policies, in plain words.</param>
public sealed record Explanation(
    Flow Flow, DirectionExplanation Egress, DirectionExplanation Ingress, ImmutableArray<string> Assumptions)
{
    /// <summary>What the firewall of the host does that the flow starts on; null where it meets none.</summary>
    public FirewallResult? SourceHost { get; init; }

    /// <summary>What the firewall of the host does that the flow ends on; null where it meets none.</summary>
    public FirewallResult? DestinationHost { get; init; }

    /// <summary>What host endpoints do on the flow's way, in order.</summary>
    public ImmutableArray<HostExplanation> HostEndpoints { get; init; } = [];

    public FlowResult Result => new(Egress.Result, Ingress.Result)
    {
        SourceHost = SourceHost,
        DestinationHost = DestinationHost,
        HostEndpoints = [.. HostEndpoints.Select(host => host.Result)],
    };
}

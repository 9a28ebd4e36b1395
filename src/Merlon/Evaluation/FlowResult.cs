using System.Collections.Immutable;
using Merlon.Evaluation.Firewalls;
using Merlon.Evaluation.Hosts;

namespace Merlon.Evaluation;

/// <summary>
/// The verdict of a flow: allowed when neither its egress at the source nor its ingress at the destination is denied, and
/// no firewall and no endpoint of a host on its way drops it.
/// </summary>
public readonly record struct FlowResult(DirectionResult Egress, DirectionResult Ingress)
{
    /// <summary>What the firewall of the host does that the flow starts on; null where it meets none.</summary>
    public FirewallResult? SourceHost { get; init; }

    /// <summary>What the firewall of the host does that the flow ends on; null where it meets none.</summary>
    public FirewallResult? DestinationHost { get; init; }

    /// <summary>What the host endpoints do by which the flow enters and leaves hosts, in order; <c>default</c> for
    /// none.</summary>
    public ImmutableArray<HostResult> HostEndpoints { get; init; }

    /// <summary>The verdict of the host endpoints together.</summary>
    public Verdict HostVerdict =>
        HasHost(Verdict.Deny) ? Verdict.Deny
        : HasHost(Verdict.Unknown) ? Verdict.Unknown
        : Verdict.Allow;

    public Verdict Verdict =>
        Is(Verdict.Deny) ? Verdict.Deny
        : Is(Verdict.Unknown) ? Verdict.Unknown
        : Verdict.Allow;

    bool Is(Verdict verdict) =>
        Egress.Verdict == verdict || Ingress.Verdict == verdict
        || SourceHost?.Verdict == verdict || DestinationHost?.Verdict == verdict
        || (!HostEndpoints.IsDefaultOrEmpty && HasHost(verdict));

    bool HasHost(Verdict verdict) =>
        !HostEndpoints.IsDefaultOrEmpty && HostEndpoints.Any(result => result.Verdict == verdict);
}

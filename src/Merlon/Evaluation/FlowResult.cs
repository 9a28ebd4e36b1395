using Merlon.Evaluation.Firewalls;

namespace Merlon.Evaluation;

/// <summary>
/// The verdict of a flow: allowed when neither its egress at the source nor its ingress at the destination is denied, and
/// no firewall of a host on its way drops it.
/// </summary>
public readonly record struct FlowResult(DirectionResult Egress, DirectionResult Ingress)
{
    /// <summary>What the firewall of the host does that the flow starts on; null where it meets none.</summary>
    public FirewallResult? SourceHost { get; init; }

    /// <summary>What the firewall of the host does that the flow ends on; null where it meets none.</summary>
    public FirewallResult? DestinationHost { get; init; }

    public Verdict Verdict =>
        Is(Verdict.Deny) ? Verdict.Deny
        : Is(Verdict.Unknown) ? Verdict.Unknown
        : Verdict.Allow;

    bool Is(Verdict verdict) =>
        Egress.Verdict == verdict || Ingress.Verdict == verdict
        || SourceHost?.Verdict == verdict || DestinationHost?.Verdict == verdict;
}

namespace Merlon.Evaluation;

/// <summary>
/// The verdict of a flow: allowed when neither its egress at the source nor its ingress at the destination is denied.
/// </summary>
public readonly record struct FlowResult(DirectionResult Egress, DirectionResult Ingress)
{
    public Verdict Verdict =>
        Egress.Verdict == Verdict.Deny || Ingress.Verdict == Verdict.Deny ? Verdict.Deny
        : Egress.Verdict == Verdict.Unknown || Ingress.Verdict == Verdict.Unknown ? Verdict.Unknown
        : Verdict.Allow;
}

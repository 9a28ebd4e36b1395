using System.Collections.Immutable;
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
    public FlowResult Result => new(Egress.Result, Ingress.Result);
}

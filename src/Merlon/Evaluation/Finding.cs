using Merlon.Diagnostics;

namespace Merlon.Evaluation;

/// <summary>How one condition of a rule, such as a peer or a port entry, met the flow.</summary>
/// <param name="Outcome">Whether it matched.</param>
/// <param name="Reason">Why, in plain words.</param>
/// <param name="Location">Where the condition is written.</param>
/// <param name="Distance">How near a miss it was: smaller is nearer, 0 for a match.</param>
public sealed record Finding(MatchOutcome Outcome, string Reason, SourceLocation Location, int Distance)
{
    public bool Matched => Outcome == MatchOutcome.Yes;
}

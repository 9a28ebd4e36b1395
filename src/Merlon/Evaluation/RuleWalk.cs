using System.Collections.Immutable;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>
/// How one rule met the flow: it matches when a peer (if any), a port (if any) and all its conditions match.
/// </summary>
/// <param name="Rule">The rule.</param>
/// <param name="Outcome">Whether it matched.</param>
/// <param name="Peers">How each of its peers met the other end.</param>
/// <param name="Ports">How each of its port entries met the destination port.</param>
/// <param name="Conditions">How each of its further conditions met the flow.</param>
public sealed record RuleWalk(
    Rule Rule,
    MatchOutcome Outcome,
    ImmutableArray<Finding> Peers,
    ImmutableArray<Finding> Ports,
    ImmutableArray<Finding> Conditions)
{
    public bool Matched => Outcome == MatchOutcome.Yes;

    /// <summary>The peer that matched, or missed by least; null where the rule names none.</summary>
    public Finding? NearestPeer => Peers.MinBy(finding => finding.Distance);

    /// <summary>The port entry that matched, or missed by least; null where the rule names none.</summary>
    public Finding? NearestPort => Ports.MinBy(finding => finding.Distance);

    /// <summary>How near a miss it was: smaller is nearer, 0 for a match.</summary>
    public int Distance =>
        (NearestPeer?.Distance ?? 0) + (NearestPort?.Distance ?? 0) + Conditions.Sum(finding => finding.Distance);
}

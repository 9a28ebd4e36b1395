using System.Collections.Immutable;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>How one rule met the flow: it matches when a peer (if any) and a port (if any) match.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Matched">Whether it matched.</param>
/// <param name="Peers">How each of its peers met the other end.</param>
/// <param name="Ports">How each of its port entries met the destination port.</param>
public sealed record RuleWalk(Rule Rule, bool Matched, ImmutableArray<Finding> Peers, ImmutableArray<Finding> Ports)
{
    /// <summary>The peer that matched, or missed by least; null where the rule names none.</summary>
    public Finding? NearestPeer => Peers.MinBy(finding => finding.Distance);

    /// <summary>The port entry that matched, or missed by least; null where the rule names none.</summary>
    public Finding? NearestPort => Ports.MinBy(finding => finding.Distance);
}

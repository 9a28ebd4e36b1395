using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Policies.Firewalls;

namespace Merlon.Apis.Iptables;

/// <summary>One rule as a command line writes it; lists of addresses make several of one line.</summary>
/// <param name="Matches">Its conditions.</param>
/// <param name="Target">What it does.</param>
/// <param name="Text">The command line.</param>
/// <param name="Origin">Where it is written.</param>
sealed record RuleSpec(
    ImmutableArray<FirewallMatch> Matches, FirewallTarget Target, string Text, SourceLocation Origin)
{
    /// <summary>Whether both mean the same: what <c>-D</c> looks for.</summary>
    public bool MeansTheSame(RuleSpec other) =>
        Target == other.Target && Matches.Length == other.Matches.Length && Matches.All(other.Matches.Contains);
}

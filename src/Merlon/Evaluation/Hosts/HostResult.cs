using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Evaluation.Hosts;

/// <summary>What the host endpoint does with a flow by which it enters or leaves a host.</summary>
public sealed record HostResult
{
    public required string Node { get; init; }

    public required HostTraffic Traffic { get; init; }

    /// <summary>Ingress where the flow enters by the interface, egress where it leaves by it.</summary>
    public required Direction Direction { get; init; }

    /// <summary>The flow as it comes, before its destination is translated.</summary>
    public required Flow Before { get; init; }

    /// <summary>The flow after that.</summary>
    public required Flow After { get; init; }

    /// <summary>The endpoints that may govern the interface: one where it is known which.</summary>
    public required ImmutableArray<HostCandidate> Candidates { get; init; }

    /// <summary>Whether it depends on the interface, which nothing tells.</summary>
    public bool IsInterfaceUnknown => Candidates.Any(other => other.Result.Verdict != Candidates[0].Result.Verdict);

    public Verdict Verdict => IsInterfaceUnknown ? Verdict.Unknown : Candidates[0].Result.Verdict;

    /// <summary>The candidate to tell of: one that denies, else one whose policies decide, before one that does not.</summary>
    public HostCandidate Told => Candidates.MinBy(candidate => candidate switch
    {
        { Result.Verdict: Verdict.Deny } => 0,
        { Result.Verdict: Verdict.Unknown } => 1,
        { Result.Basis: not (Basis.NotGoverned or Basis.NotIsolated) } => 2,
        _ => 3,
    })!;
}

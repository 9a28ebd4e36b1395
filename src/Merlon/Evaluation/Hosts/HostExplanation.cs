namespace Merlon.Evaluation.Hosts;

/// <summary>Why a host endpoint does what it does with a flow.</summary>
/// <param name="Result">What it does.</param>
/// <param name="Told">The endpoint that is told of, where several may govern.</param>
/// <param name="Side">The tiers that it walked, up to the one that decided.</param>
public sealed record HostExplanation(HostResult Result, HostCandidate Told, DirectionExplanation Side);

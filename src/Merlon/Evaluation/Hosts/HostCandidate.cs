using Merlon.Model;

namespace Merlon.Evaluation.Hosts;

/// <summary>An endpoint that may govern an interface, and what it makes of a flow.</summary>
/// <param name="Endpoint">The endpoint; null where none governs.</param>
/// <param name="Result">The verdict and what it rests on.</param>
public sealed record HostCandidate(HostEndpoint? Endpoint, DirectionResult Result);

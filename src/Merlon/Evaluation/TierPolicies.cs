using System.Collections.Immutable;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>The policies of a tier that apply to an endpoint in a direction, in order; never none.</summary>
public readonly record struct TierPolicies(Tier Tier, ImmutableArray<Policy> Policies);

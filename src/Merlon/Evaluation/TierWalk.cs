using System.Collections.Immutable;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>A tier that was reached, with the policies of it that apply.</summary>
public sealed record TierWalk(Tier Tier, ImmutableArray<PolicyWalk> Policies);

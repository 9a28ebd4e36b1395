using System.Collections.Immutable;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>A rule on the way of a subject through its tiers.</summary>
readonly record struct Step(Policy Policy, ClassRule Rule);

/// <summary>A tier on the way of a subject: its rules in order, of all policies that apply.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="First">The first policy that applies; its default decides in this policy's name.</param>
/// <param name="Steps">The rules of all policies that apply, in order.</param>
readonly record struct TierSteps(Tier Tier, Policy First, ImmutableArray<Step> Steps);

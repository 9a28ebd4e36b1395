using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>A rule on the way of a subject through its tiers.</summary>
/// <param name="Policy">Its policy.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Ports">What it says at which ports.</param>
readonly record struct Step(Policy Policy, ClassRule Rule, PortOutcomes Ports);

/// <summary>A tier on the way of a subject: its rules in order, of all policies that apply.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="First">The first policy that applies; its default decides in this policy's name.</param>
/// <param name="End">The step behind its last one.</param>
readonly record struct TierSteps(Tier Tier, Policy First, int End);

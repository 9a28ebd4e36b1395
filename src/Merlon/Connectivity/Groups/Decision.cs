using Merlon.Policies;

namespace Merlon.Connectivity.Groups;

/// <summary>What opens a connection in one direction.</summary>
/// <param name="Direction">The direction.</param>
/// <param name="Policy">The policy; null where none applies, or all that do pass the decision on.</param>
/// <param name="Rule">The rule of the policy.</param>
public sealed record Decision(Direction Direction, Policy? Policy, Rule? Rule);

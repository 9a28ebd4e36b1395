using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>
/// The verdict for one direction of a flow and what it rests on. <c>default</c> is an allowed, not governed one.
/// </summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Basis">What it rests on.</param>
/// <param name="Tier">The tier that decided, but where no policy did.</param>
/// <param name="Policy">The policy that decided; for <see cref="Basis.TierDefault"/> the first that applies.</param>
/// <param name="Rule">The rule that decided, for <see cref="Basis.Rule"/>; the first that would, for
/// <see cref="Basis.MayMatch"/>.</param>
public readonly record struct DirectionResult(
    Verdict Verdict, Basis Basis, Tier? Tier = null, Policy? Policy = null, Rule? Rule = null);

using System.Collections.Immutable;
using Merlon.Resources;

namespace Merlon.Linting;

/// <summary>A check that looks at one policy of one API at a time, and at what is around it.</summary>
abstract class PolicyCheck<T> : ILintCheck where T : PolicyResource
{
    public abstract ImmutableArray<LintRule> Rules { get; }

    public IEnumerable<LintFinding> Check(LintContext context) =>
        from policy in context.Policies.OfType<T>()
        from finding in Check(policy, context)
        select finding with { Object = policy.Id.ToString() };

    /// <summary>What it finds in the policy, in any order.</summary>
    public abstract IEnumerable<LintFinding> Check(T policy, LintContext context);
}

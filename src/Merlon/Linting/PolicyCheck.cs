using System.Collections.Immutable;
using Merlon.Resources;

namespace Merlon.Linting;

/// <summary>A check that looks at one policy at a time, and at what is around it: policies can be checked at once.</summary>
abstract class PolicyCheck : ILintCheck
{
    private protected PolicyCheck()
    {
    }

    public abstract ImmutableArray<LintRule> Rules { get; }

    /// <summary>What it has to understand of a policy.</summary>
    public virtual CheckScope Scope => CheckScope.Effect;

    public IEnumerable<LintFinding> Check(LintContext context) =>
        context.Policies.SelectMany(policy => Find(policy, context));

    /// <summary>What it finds in the policy, in any order; nothing where it looks at policies of other APIs.</summary>
    public abstract IEnumerable<LintFinding> Find(PolicyResource policy, LintContext context);
}

/// <summary>A check that looks at one policy of one API at a time.</summary>
abstract class PolicyCheck<T> : PolicyCheck where T : PolicyResource
{
    public sealed override IEnumerable<LintFinding> Find(PolicyResource policy, LintContext context) =>
        policy is T looked ? Check(looked, context) : [];

    /// <summary>What it finds in the policy, in any order.</summary>
    public abstract IEnumerable<LintFinding> Check(T policy, LintContext context);
}

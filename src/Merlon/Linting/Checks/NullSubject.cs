using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;

namespace Merlon.Linting.Checks;

/// <summary>A subject that is left out, which selects everything.</summary>
sealed class NullSubject : ILintCheck
{
    public IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context)
    {
        if (policy.PodSelector is not null) yield break;
        yield return new LintFinding(
            DiagnosticCodes.NullSelector,
            $"`podSelector` has no value, so the policy selects every pod of namespace `{policy.Meta.Namespace}`. "
                + $"Write `podSelector: {{}}` if that is meant.",
            policy.Places.PodSelector);
    }
}

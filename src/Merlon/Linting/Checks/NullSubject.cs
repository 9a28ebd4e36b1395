using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;

namespace Merlon.Linting.Checks;

/// <summary>A subject that is left out, which selects everything.</summary>
sealed class NullSubject : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.NullSelector,
            "A subject that is missing, or a key with nothing behind it, selects every pod of the "
                + "namespace. `{}` says so in plain sight. Old clients refused the missing one.")
        {
            Example = LintRule.PolicyOf("""
            podSelector:
            policyTypes: [Ingress]
            """),
            Better = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Ingress]
            """),
        },
    ];

    public override CheckScope Scope => CheckScope.Field;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context)
    {
        if (policy.PodSelector is not null) yield break;
        yield return new LintFinding(
            DiagnosticCodes.NullSelector,
            $"`podSelector` has no value, so the policy selects every pod of namespace `{policy.Meta.Namespace}`. "
                + $"Write `podSelector: {{}}` if that is meant.",
            policy.Places.PodSelector)
        {
            Fix = policy.Places.Spec is { } spec
                ? Fix.Safe("Write `podSelector: {}`", new Edit.SetField(spec, "podSelector", "{}"))
                : null,
        };
    }
}

using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;

namespace Merlon.Linting.Checks;

/// <summary>A rule that allows what an earlier one of its direction allows already.</summary>
sealed class RepeatedRule : ILintCheck
{
    public IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context) =>
        from rules in new[] { policy.Ingress, policy.Egress }
        from repeated in Repetition.Find(rules, CanonicalText.Of)
        select new LintFinding(
            DiagnosticCodes.RuleDuplicate,
            $"The rule {Repetition.Whereabouts(repeated.First.Place, repeated.Again.Place)} says the same: "
                + "this one changes nothing.",
            repeated.Again.Place);
}

using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;

namespace Merlon.Linting.Checks;

/// <summary>A port entry that an earlier one of its rule already names.</summary>
sealed class RepeatedPort : ILintCheck
{
    public IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context) =>
        from rule in policy.Ingress.Concat(policy.Egress)
        from repeated in Repetition.Find(rule.Ports, CanonicalText.Of)
        select new LintFinding(
            DiagnosticCodes.PortDuplicate,
            $"`{repeated.Again}` stands {Repetition.Whereabouts(repeated.First.Place, repeated.Again.Place)} already: "
                + "this entry changes nothing.",
            repeated.Again.Place);
}

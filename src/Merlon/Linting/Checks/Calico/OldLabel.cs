using System.Collections.Immutable;
using Merlon.Apis.CalicoV3;
using Merlon.Diagnostics;

namespace Merlon.Linting.Checks.Calico;

/// <summary>A label that Calico 2 set and Calico 3 does not.</summary>
sealed class OldLabel : PolicyCheck<CalicoPolicyResource>
{
    const string Old = "calico/k8s_ns";

    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.CalicoOldLabel,
            "Calico 2 told the namespace of a pod by the label `calico/k8s_ns`. Calico 3 does not set it: a selector that asks "
                + "for it finds nothing, without a word. The label is `projectcalico.org/namespace` now.")
        {
            Example = CalicoReadingRules.PolicyOf("selector: calico/k8s_ns == 'shop'"),
            Better = CalicoReadingRules.PolicyOf("selector: projectcalico.org/namespace == 'shop'"),
        },
    ];

    public override IEnumerable<LintFinding> Check(CalicoPolicyResource policy, LintContext context) => policy.IsV1
        ? []
        : from selector in CalicoSelectors.Of(policy)
          where selector.Text.Contains(Old, StringComparison.Ordinal)
          select new LintFinding(
              DiagnosticCodes.CalicoOldLabel,
              $"`{Old}` is a label of Calico 2, and nothing has it today: write `projectcalico.org/namespace`.",
              selector.Place);
}

using System.Collections.Immutable;
using Merlon.Apis.CalicoV3;
using Merlon.Diagnostics;

namespace Merlon.Linting.Checks.Calico;

/// <summary>A selector of Calico that nothing can match, by what it asks of one label.</summary>
sealed class ImpossibleSelector : PolicyCheck<CalicoPolicyResource>
{
    // The code has its rule where label selectors are checked.
    public override ImmutableArray<LintRule> Rules => [];

    public override IEnumerable<LintFinding> Check(CalicoPolicyResource policy, LintContext context) =>
        from selector in CalicoSelectors.Of(policy)
        from label in selector.Formula.Restrictions
        where label.Value.IsContradiction
        select new LintFinding(
            DiagnosticCodes.SelectorEmpty,
            $"nothing can match: what it asks of `{label.Key}` contradicts itself.",
            selector.Place);
}

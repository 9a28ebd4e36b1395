using System.Collections.Immutable;

namespace Merlon.Linting;

/// <summary>
/// One check of what the API server would store. The implementations are listed in <see cref="LintChecks"/>; one that
/// looks at a policy at a time derives from <see cref="PolicyCheck{T}"/>.
/// </summary>
interface ILintCheck
{
    /// <summary>A rule for each code that it reports: what <c>lint --explain</c> and the catalogue tell.</summary>
    ImmutableArray<LintRule> Rules { get; }

    /// <summary>What it finds, in any order.</summary>
    IEnumerable<LintFinding> Check(LintContext context);
}

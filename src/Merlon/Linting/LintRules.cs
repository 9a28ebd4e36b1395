using System.Collections.Immutable;
using Merlon.Diagnostics;

namespace Merlon.Linting;

/// <summary>What every code means: the catalogue.</summary>
public static class LintRules
{
    static readonly Comparer<LintRule> ById =
        Comparer<LintRule>.Create((a, b) => string.CompareOrdinal(a.Code.Id, b.Code.Id));

    /// <summary>A rule for each code, ordered by the code's id.</summary>
    public static ImmutableArray<LintRule> All { get; } =
    [
        .. ReadingRules.All
            .Concat(LintChecks.All.SelectMany(check => check.Rules))
            .OrderBy(rule => rule.Code.Id, StringComparer.Ordinal),
    ];

    /// <summary>The place of the code's rule in <see cref="All"/>.</summary>
    public static int IndexOf(DiagnosticCode code) =>
        All.BinarySearch(new LintRule(code, ""), ById);

    /// <summary>The rule of a code; upper and lower case are alike. Null where there is none.</summary>
    public static LintRule? Find(string id) =>
        All.FirstOrDefault(rule => rule.Code.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
}

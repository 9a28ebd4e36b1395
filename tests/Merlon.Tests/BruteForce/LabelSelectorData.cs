namespace Merlon.Tests.BruteForce;

sealed record LabelSelectorData(
    IReadOnlyDictionary<string, string>? MatchLabels,
    IReadOnlyList<LabelRequirementData>? MatchExpressions);

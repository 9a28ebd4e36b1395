namespace Merlon.Tests.BruteForce;

/// <summary>A NetworkPolicy as written: null is a missing field, a null rule is a null list element.</summary>
sealed record PolicyData(
    string Namespace,
    string Name,
    LabelSelectorData? PodSelector,
    IReadOnlyList<string>? PolicyTypes,
    IReadOnlyList<PolicyRuleData?>? Ingress,
    IReadOnlyList<PolicyRuleData?>? Egress);

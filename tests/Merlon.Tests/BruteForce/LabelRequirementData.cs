namespace Merlon.Tests.BruteForce;

/// <summary>A requirement on one key; Exists and DoesNotExist have no values.</summary>
sealed record LabelRequirementData(string Key, string Operator, IReadOnlyList<string>? Values);

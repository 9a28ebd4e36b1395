using Merlon.Evaluation;

namespace Merlon.Linting;

/// <summary>What checks are told beside the manifests.</summary>
public sealed record LintOptions
{
    public static LintOptions Default { get; } = new();

    public ClusterFacts Facts { get; init; } = ClusterFacts.None;

    public EvaluationOptions Evaluation { get; init; } = EvaluationOptions.Default;
}

using System.Collections.Immutable;
using Merlon.Apis.Iptables;
using Merlon.Evaluation;

namespace Merlon.Linting;

/// <summary>What checks are told beside the manifests.</summary>
public sealed record LintOptions
{
    public static LintOptions Default { get; } = new();

    public ClusterFacts Facts { get; init; } = ClusterFacts.None;

    /// <summary>The rules of hosts' firewalls that are linted along.</summary>
    public ImmutableArray<IptablesText> HostFirewalls { get; init; } = [];

    public EvaluationOptions Evaluation { get; init; } = EvaluationOptions.Default;
}

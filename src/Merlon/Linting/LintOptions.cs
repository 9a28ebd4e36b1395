using System.Collections.Immutable;
using Merlon.Apis.Iptables;
using Merlon.Documents;
using Merlon.Evaluation;
using Merlon.Linting.Suppressions;
using Merlon.Manifests;

namespace Merlon.Linting;

/// <summary>What checks are told beside the manifests.</summary>
public sealed record LintOptions
{
    public static LintOptions Default { get; } = new();

    public ClusterFacts Facts { get; init; } = ClusterFacts.None;

    /// <summary>The texts that were read, for the comments in them; comments in others are not known.</summary>
    public ImmutableArray<SourceText> Sources { get; init; } = [];

    /// <summary>The texts for people among them: what they say is held against what their policies do.</summary>
    public ImmutableArray<TextDocument> Documents { get; init; } = [];

    /// <summary>What is not to be reported.</summary>
    public ImmutableArray<Suppression> Ignore { get; init; } = [];

    /// <summary>The rules of hosts' firewalls that are linted along.</summary>
    public ImmutableArray<IptablesText> HostFirewalls { get; init; } = [];

    /// <summary>The name of the text whose policies are looked at, among all others; null where all are.</summary>
    public string? OnlyIn { get; init; }

    /// <summary>Who does the work.</summary>
    public Workers Workers { get; init; } = Workers.None;

    public EvaluationOptions Evaluation { get; init; } = EvaluationOptions.Default;
}

using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Linting.Suppressions;
using Merlon.Manifests;

namespace Merlon.Linting.Configuration;

/// <summary>What <c>merlon.yaml</c> says: facts of the cluster, what to ignore and why, and what fails.</summary>
public sealed record LintConfiguration
{
    public static LintConfiguration Empty { get; } = new();

    /// <summary>The name of the file that is looked for.</summary>
    public const string FileName = "merlon.yaml";

    public ClusterFacts Facts { get; init; } = ClusterFacts.None;

    public ImmutableArray<Suppression> Ignore { get; init; } = [];

    /// <summary>Findings from this severity on are a failure; null where it is not set.</summary>
    public Severity? FailOn { get; init; }

    /// <summary>Reads the file. Everything wrong with it is told in one run; nothing of it is used then.</summary>
    /// <param name="source">The file.</param>
    /// <param name="errors">One line for each fault, with its place.</param>
    public static LintConfiguration Read(SourceText source, List<string> errors) =>
        ConfigurationReader.Read(source, errors);
}

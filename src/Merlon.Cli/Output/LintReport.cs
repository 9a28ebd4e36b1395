using Merlon.Diagnostics;
using Merlon.Linting;
using Merlon.Manifests;

namespace Merlon.Cli.Output;

/// <summary>What lint has to tell, whatever the format.</summary>
/// <param name="Result">What was found.</param>
/// <param name="Manifests">What was read.</param>
/// <param name="Sources">The texts it was read from.</param>
/// <param name="IsFailure">Whether a finding of the severity makes the run fail.</param>
sealed record LintReport(
    LintResult Result, ManifestSet Manifests, IReadOnlyList<SourceText> Sources, Func<Severity, bool> IsFailure);

using Merlon.Diagnostics;
using Merlon.Documents;
using Merlon.Linting;
using Merlon.Manifests;

namespace Merlon.Cli.Output;

/// <summary>What lint has to tell, whatever the format.</summary>
/// <param name="Result">What was found.</param>
/// <param name="Manifests">What was read.</param>
/// <param name="Sources">The texts it was read from.</param>
/// <param name="IsFailure">Whether a finding of the severity makes the run fail.</param>
sealed record LintReport(
    LintResult Result, ManifestSet Manifests, IReadOnlyList<SourceText> Sources, Func<Severity, bool> IsFailure)
{
    /// <summary>Whether <c>--fix</c> mends the finding: it leaves documents and a server's objects alone.</summary>
    public static bool IsMended(Diagnostic finding) => finding is { Fix.IsSafe: true, Location.Line: > 0 }
        && !DocumentReader.IsDocument(finding.Location.File);
}

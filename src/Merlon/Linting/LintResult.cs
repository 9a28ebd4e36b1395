using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Linting.Suppressions;

namespace Merlon.Linting;

/// <summary>What was found.</summary>
/// <param name="Findings">What is to be looked at, ordered, without duplicates.</param>
/// <param name="Suppressed">What is let stand on purpose, in the same order.</param>
public sealed record LintResult(ImmutableArray<Diagnostic> Findings, ImmutableArray<SuppressedFinding> Suppressed);

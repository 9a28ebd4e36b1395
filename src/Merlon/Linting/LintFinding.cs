using Merlon.Diagnostics;

namespace Merlon.Linting;

/// <summary>What a check has found, before it is known as a diagnostic of its policy.</summary>
sealed record LintFinding(DiagnosticCode Code, string Message, Place Place);

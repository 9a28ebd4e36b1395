using Merlon.Diagnostics;

namespace Merlon.Linting.Suppressions;

/// <summary>A finding that somebody has looked at and let stand.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsInSource">Whether the manifest itself says so, and not the configuration.</param>
public sealed record SuppressedFinding(Diagnostic Finding, string Reason, bool IsInSource);

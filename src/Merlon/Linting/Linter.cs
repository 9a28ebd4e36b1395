using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Linting;

/// <summary>Placeholder until merge.</summary>
public static class Linter
{
    public static ImmutableArray<Diagnostic> Lint(ManifestSet manifests) => manifests.Diagnostics;
}

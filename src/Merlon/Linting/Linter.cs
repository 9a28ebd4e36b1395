using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Linting.Suppressions;
using Merlon.Manifests;

namespace Merlon.Linting;

/// <summary>Finds what is legal in a policy and probably not what was meant.</summary>
public static class Linter
{
    /// <summary>
    /// Everything found while reading, and what the checks find in the policies that would be stored. Ordered, without
    /// duplicates.
    /// </summary>
    public static ImmutableArray<Diagnostic> Lint(ManifestSet manifests, LintOptions? options = null) =>
        Run(manifests, options ?? LintOptions.Default).Findings;

    /// <summary>The same, with what is let stand on purpose.</summary>
    public static LintResult Run(ManifestSet manifests, LintOptions options)
    {
        var context = new LintContext(manifests, options);
        var found = LintChecks.All
            .SelectMany(check => check.Check(context))
            .Select(finding => finding.ToDiagnostic());
        var hosts = options.HostFirewalls.SelectMany(host => host.Diagnostics);
        var suppressor = new Suppressor(manifests, options);
        var all = manifests.Diagnostics.Concat(hosts).Concat(found).Concat(suppressor.Faults).Distinct().Order()
            .Select(finding => (Finding: finding, Suppressed: suppressor.Find(finding)))
            .ToList();
        return new LintResult(
            [.. all.Where(pair => pair.Suppressed is null).Select(pair => pair.Finding)],
            [.. all.Select(pair => pair.Suppressed).OfType<SuppressedFinding>()]);
    }
}

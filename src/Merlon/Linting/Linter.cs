using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Linting;

/// <summary>Finds what is legal in a policy and probably not what was meant.</summary>
public static class Linter
{
    /// <summary>
    /// Everything found while reading, and what the checks find in the policies that would be stored. Ordered, without
    /// duplicates.
    /// </summary>
    public static ImmutableArray<Diagnostic> Lint(ManifestSet manifests, LintOptions? options = null)
    {
        var context = new LintContext(manifests, options ?? LintOptions.Default);
        var found = LintChecks.All
            .SelectMany(check => check.Check(context))
            .Select(finding => finding.ToDiagnostic());
        var hosts = context.Options.HostFirewalls.SelectMany(host => host.Diagnostics);
        return [.. manifests.Diagnostics.Concat(hosts).Concat(found).Distinct().Order()];
    }
}

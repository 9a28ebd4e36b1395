using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Linting.Suppressions;
using Merlon.Linting.Unstored;
using Merlon.Manifests;
using Merlon.Resources;

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
        var found = Find(context);
        var hosts = options.HostFirewalls.SelectMany(host => host.Diagnostics);
        var suppressor = new Suppressor(manifests, options);
        var all = manifests.Diagnostics.Concat(hosts).Concat(found).Concat(suppressor.Faults).Distinct().Order()
            .Select(finding => (Finding: finding, Suppressed: suppressor.Find(finding)))
            .ToList();
        return new LintResult(
            [.. all.Where(pair => pair.Suppressed is null).Select(pair => pair.Finding)],
            [.. all.Select(pair => pair.Suppressed).OfType<SuppressedFinding>()]);
    }

    // Policies of one namespace stay together: what is worked out about their pods serves all of them.
    static IEnumerable<Diagnostic> Find(LintContext context)
    {
        var workers = context.Options.Workers;
        ImmutableArray<PolicyResource> policies =
        [
            .. context.Policies
                .Where(policy => context.Options.OnlyIn is null || policy.Meta.Location.File == context.Options.OnlyIn)
                .OrderBy(policy => policy.Meta.Namespace, StringComparer.Ordinal),
        ];
        var found = new List<Diagnostic>[workers.Count + 1];
        workers.Run(found.Length, piece => found[piece] = piece == workers.Count
            ? FindAmongAll(context.ForOnePiece())
            : Find(Slice(policies, piece, workers.Count), context.ForOnePiece()));
        return [.. found.SelectMany(piece => piece), .. UnstoredPolicies.Find(context)];
    }

    static ImmutableArray<PolicyResource> Slice(ImmutableArray<PolicyResource> policies, int piece, int pieces) =>
        policies[(policies.Length * piece / pieces)..(policies.Length * (piece + 1) / pieces)];

    static List<Diagnostic> FindAmongAll(LintContext context) =>
    [
        .. from check in LintChecks.All
           where check is not PolicyCheck
           from finding in check.Check(context)
           select finding.ToDiagnostic(policy: null),
    ];

    static List<Diagnostic> Find(ImmutableArray<PolicyResource> policies, LintContext context)
    {
        var checks = LintChecks.All.OfType<PolicyCheck>().ToList();
        var found = new List<Diagnostic>();
        foreach (var policy in policies)
        {
            foreach (var check in checks)
            {
                foreach (var finding in check.Find(policy, context)) found.Add(finding.ToDiagnostic(policy));
            }
        }
        return found;
    }
}

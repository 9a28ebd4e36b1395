using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
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
    public static ImmutableArray<Diagnostic> Lint(ManifestSet manifests)
    {
        var context = new LintContext(manifests);
        var found = manifests.Resources.Policies
            .OfType<NetworkPolicyResource>()
            .SelectMany(policy => Check(policy, context));
        return [.. manifests.Diagnostics.Concat(found).Distinct().Order()];
    }

    static IEnumerable<Diagnostic> Check(NetworkPolicyResource policy, LintContext context) =>
        from check in LintChecks.All
        from finding in check.Check(policy, context)
        select new Diagnostic(
            finding.Code, finding.Message, finding.Place.Location, finding.Place.Path.ToString(), policy.Id.ToString());
}

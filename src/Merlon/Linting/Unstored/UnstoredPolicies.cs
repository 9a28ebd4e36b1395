using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Resources;

namespace Merlon.Linting.Unstored;

/// <summary>
/// Policies that no server would have as they stand: what would still be wrong once they are mended is told in the same
/// run.
/// </summary>
static class UnstoredPolicies
{
    // Each is judged in a cluster of its own.
    const int MostVersions = 4;

    public static IEnumerable<Diagnostic> Find(LintContext context) =>
        [.. Refused(context.Manifests, context.Options), .. Superseded(context), .. Flat(context)];

    // One that older servers store is judged as they do; of others the clear parts are.
    static IEnumerable<Diagnostic> Refused(ManifestSet manifests, LintOptions options, bool areWholeDone = false)
    {
        var refused = manifests.Refused.OfType<NetworkPolicyResource>().Select(policy => new ClearParts(policy, manifests)).ToList();
        if (refused.Count == 0) return [];
        var context = new LintContext(manifests, options);
        var whole = areWholeDone ? [] : refused.Where(parts => parts.AreAll).Select(parts => parts.Policy);
        return Among([.. whole], manifests, options)
            .Concat(
                from parts in refused
                where !parts.AreAll
                from check in LintChecks.All.OfType<PolicyCheck>()
                where check.Scope != CheckScope.Effect
                from finding in check.Find(check.Scope == CheckScope.Form ? parts.Form : parts.Policy, context)
                where !parts.IsTouched(finding.Place.Path)
                select finding.ToDiagnostic(parts.Policy));
    }

    // Each earlier version of a policy is judged as if it were the one that counts; of many, the older ones by their form.
    static IEnumerable<Diagnostic> Superseded(LintContext context)
    {
        var versions = context.Manifests.Superseded.GroupBy(policy => policy.Id)
            .Select(group => group.Reverse().ToList())
            .ToList();
        for (var round = 0; round < MostVersions; round++)
        {
            var earlier = versions.Where(version => version.Count > round).Select(version => version[round]).ToList();
            foreach (var found in Among(earlier, context.Manifests, context.Options)) yield return found;
        }
        foreach (var policy in versions.SelectMany(version => version.Skip(MostVersions)))
        {
            foreach (var found in ByForm(policy, context)) yield return found;
        }
    }

    static IEnumerable<Diagnostic> ByForm(PolicyResource policy, LintContext context) =>
        from check in LintChecks.All.OfType<PolicyCheck>()
        where check.Scope != CheckScope.Effect
        from finding in check.Find(policy, context)
        select finding.ToDiagnostic(policy);

    // What lost its indentation is judged as the schema puts it together again, and said so.
    static IEnumerable<Diagnostic> Flat(LintContext context)
    {
        var texts = IndentedText.Of(context.Manifests, context.Options).ToList();
        if (texts.Count == 0) return [];
        var indented = ManifestReader.Read(texts.Select(text => text.Indented));
        var beside = context.Policies.ExceptBy(indented.Resources.Policies.Select(policy => policy.Id), policy => policy.Id);
        var manifests = indented with
        {
            Resources = context.Manifests.Resources with { Policies = [.. beside, .. indented.Resources.Policies] },
            Unread = context.Manifests.Unread,
        };
        var clear = manifests.Refused.OfType<NetworkPolicyResource>()
            .Where(policy => new ClearParts(policy, manifests).AreAll);
        return indented.Diagnostics
            .Concat(Among([.. indented.Resources.Policies, .. clear], manifests, context.Options))
            .Concat(Refused(manifests, context.Options, areWholeDone: true))
            .Select(finding => texts.First(text => text.Holds(finding.Location)).AsWritten(finding));
    }

    static IEnumerable<Diagnostic> Among(
        List<PolicyResource> policies, ManifestSet manifests, LintOptions options)
    {
        if (policies.Count == 0) return [];
        var ids = policies.Select(policy => policy.Id).ToHashSet();
        var names = ids.Select(id => id.ToString()).ToHashSet(StringComparer.Ordinal);
        var context = new LintContext(
            manifests with
            {
                Resources = manifests.Resources with
                {
                    Policies = [.. manifests.Resources.Policies.Where(policy => !ids.Contains(policy.Id)), .. policies],
                },
            },
            options);
        return LintChecks.All
            .SelectMany(check => check is PolicyCheck single
                ? policies.SelectMany(policy => single.Find(policy, context).Select(finding => finding.ToDiagnostic(policy)))
                : check.Check(context)
                    .Where(finding => names.Contains(finding.Object))
                    .Select(finding => finding.ToDiagnostic(policy: null)));
    }
}

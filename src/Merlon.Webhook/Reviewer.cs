using System.Collections.Immutable;
using System.Globalization;
using Merlon.Diagnostics;
using Merlon.Linting;
using Merlon.Linting.Changes;
using Merlon.Manifests;

namespace Merlon.Webhook;

/// <summary>Judges a change: what lint finds in the new object, and which flows it opens and closes.</summary>
sealed class Reviewer(WebhookOptions options)
{
    public AdmissionAnswer Review(AdmissionRequest request)
    {
        var context = options.Context.Read();
        var before = Read(context, request.OldObject, request.Object);
        var after = Read(context, request.Object, request.OldObject);
        var findings = request.Object is null ? [] : Lint(after);
        ImmutableArray<string> warnings =
        [
            .. Changes(PolicyChange.Between(before, after)),
            .. findings.OrderByDescending(finding => finding.Severity).Select(finding => $"{finding.Code}: {finding.Message}"),
        ];
        var denying = findings.Where(finding => finding.Severity >= options.DenyFrom).ToList();
        return new AdmissionAnswer(
            request.Uid,
            warnings,
            denying.Count == 0 ? null : string.Join(" ", denying.Select(finding => $"{finding.Code}: {finding.Message}")));
    }

    // The object itself is last and counts; the other version of it, which the context may hold too, does not.
    static ManifestSet Read(ImmutableArray<SourceText> context, SourceText? present, SourceText? absent)
    {
        var manifests = ManifestReader.Read(present is null ? context : context.Add(present));
        if (present is not null || absent is null) return manifests;
        var gone = ManifestReader.Read([absent]).Resources.Policies.Select(policy => policy.Id).ToHashSet();
        return manifests with
        {
            Resources = manifests.Resources with
            {
                Policies = [.. manifests.Resources.Policies.Where(policy => !gone.Contains(policy.Id))],
            },
        };
    }

    List<Diagnostic> Lint(ManifestSet after)
    {
        var lint = new LintOptions { Facts = options.Configuration.Facts, Ignore = options.Configuration.Ignore };
        return
        [
            .. Linter.Lint(after, lint).Where(finding => finding.Location.File == AdmissionRequest.ObjectName
                && finding.Severity > Severity.Info && finding.Code != DiagnosticCodes.ConflictName),
        ];
    }

    static IEnumerable<string> Changes(PolicyChange change)
    {
        if (change.Opened.Count > 0) yield return Told("opens", change.Opened);
        if (change.Closed.Count > 0) yield return Told("closes", change.Closed);
    }

    static string Told(string verb, FlowCount flows) => string.Create(
        CultureInfo.InvariantCulture,
        $"this {verb} {flows.Count} of the connections that were tried, for instance {flows.Witness}");
}

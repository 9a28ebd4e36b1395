using System.Collections.Immutable;
using System.Globalization;
using Merlon.Diagnostics;
using Merlon.Linting;
using Merlon.Linting.Changes;
using Merlon.Manifests;

namespace Merlon.Webhook;

/// <summary>Judges a change: what lint finds in the new object, and which flows it opens and closes.</summary>
sealed class Reviewer(WebhookOptions options, Surroundings surroundings)
{
    public AdmissionAnswer Review(AdmissionRequest request)
    {
        var around = surroundings.Read();
        var (old, @new) = (Read(request.OldObject), Read(request.Object));
        var (before, after) = (With(around, old, @new), With(around, @new, old));
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

    /// <summary>Whether the cluster around changes is known, as far as it can be.</summary>
    public bool IsReady => surroundings.AreReady;

    static ManifestSet Read(SourceText? version) => ManifestReader.Read(version is null ? [] : [version]);

    // The version that is asked about counts, and no other that the cluster has.
    static ManifestSet With(ManifestSet around, ManifestSet present, ManifestSet absent)
    {
        var own = present.Resources.Policies.Concat(absent.Resources.Policies).Select(policy => policy.Id).ToHashSet();
        return around with
        {
            Resources = around.Resources with
            {
                Policies = [.. around.Resources.Policies.Where(policy => !own.Contains(policy.Id)), .. present.Resources.Policies],
            },
            Diagnostics = present.Diagnostics,
            Unread = [.. around.Unread, .. present.Unread],
            Refused = present.Refused,
            Superseded = [],
        };
    }

    List<Diagnostic> Lint(ManifestSet after)
    {
        var lint = new LintOptions
        {
            Facts = options.Configuration.Facts,
            Ignore = options.Configuration.Ignore,
            OnlyIn = AdmissionRequest.ObjectName,
        };
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

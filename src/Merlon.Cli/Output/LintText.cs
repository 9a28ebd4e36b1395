using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Cli.Output;

/// <summary>Writes findings for a person: a place to click, what it is, and what follows from it.</summary>
static class LintText
{
    const int MessageColumn = 6;

    public static void Write(Page page, ImmutableArray<Diagnostic> found, ManifestSet manifests)
    {
        foreach (var finding in found)
        {
            var word = LintJson.SeverityWord(finding.Severity);
            // An object of a server has no lines: the field tells the place.
            var field = finding.Location.Line == 0 && finding.Path.Length > 0 ? $" {finding.Path}" : "";
            page.Line(
                $"{finding.Location}{field}  {Paint(page.Ink, finding.Severity, word)}  {page.Ink.Strong(finding.Code.Id)}");
            page.Wrapped(new string(' ', MessageColumn) + finding.Message, MessageColumn);
        }
        page.Line(Summary(found, manifests));
    }

    static string Paint(Ink ink, Severity severity, string text) => severity switch
    {
        Severity.Error => ink.Bad(text),
        Severity.Warning => ink.Doubtful(text),
        _ => ink.Faint(text),
    };

    static string Summary(ImmutableArray<Diagnostic> found, ManifestSet manifests)
    {
        var policies = manifests.Resources.Policies.Length
            + manifests.Unread.Count(document => document.Kind?.Contains("Policy", StringComparison.Ordinal) == true);
        var scope = $"{Count(policies, "policy", "policies")} in "
            + $"{Count(manifests.DocumentCount, "document", "documents")}";
        var ignored = manifests.Ignored.Count == 0
            ? ""
            : $" · not policy: {string.Join(", ", manifests.Ignored.Select(kind => $"{kind.Value} {kind.Key}"))}";
        if (found.IsEmpty) return $"nothing found in {scope}{ignored}";
        var counts = new[] { Severity.Error, Severity.Warning, Severity.Info }
            .Select(severity => (
                Word: LintJson.SeverityWord(severity), Count: found.Count(finding => finding.Severity == severity)))
            .Where(group => group.Count > 0)
            .Select(group => group.Word == "info"
                ? $"{group.Count} info"
                : Count(group.Count, group.Word, group.Word + "s"));
        return $"{string.Join(", ", counts)} in {scope}{ignored}";
    }

    static string Count(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}

using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Resources;

namespace Merlon.Linting.Suppressions;

/// <summary>
/// Sorts findings into those that are to be looked at and those that are let stand: by the configuration, by an
/// annotation of the object (<c>merlon.dev/ignore.CODE: reason</c>), or by a comment on the line or the one above
/// (<c># merlon:ignore CODE reason</c>).
/// </summary>
sealed partial class Suppressor
{
    const string AnnotationPrefix = $"{ObjectMeta.AnnotationPrefix}ignore.";

    readonly ImmutableArray<Suppression> _configured;
    readonly List<Suppression> _annotated = [];
    readonly Dictionary<(string File, int Line), List<(string Code, string Reason)>> _comments = [];
    readonly List<Diagnostic> _faults = [];

    public Suppressor(ManifestSet manifests, LintOptions options)
    {
        _configured = options.Ignore;
        foreach (var policy in manifests.Resources.Policies)
        {
            foreach (var (key, reason) in policy.Meta.Annotations)
            {
                if (key.StartsWith(AnnotationPrefix, StringComparison.Ordinal))
                {
                    Annotate(policy.Id.ToString(), key[AnnotationPrefix.Length..], reason, policy.Meta.Location);
                }
            }
        }
        foreach (var source in options.Sources) ReadComments(source);
    }

    /// <summary>What is wrong with suppressions themselves.</summary>
    public IReadOnlyList<Diagnostic> Faults => _faults;

    public SuppressedFinding? Find(Diagnostic finding)
    {
        foreach (var line in new[] { finding.Location.Line, finding.Location.Line - 1 })
        {
            if (!_comments.TryGetValue((finding.Location.File, line), out var comments)) continue;
            if (comments.FirstOrDefault(comment => comment.Code == finding.Code.Id) is { Code: not null } comment)
            {
                return new SuppressedFinding(finding, comment.Reason, IsInSource: true);
            }
        }
        if (_annotated.Find(entry => entry.Covers(finding)) is { } annotated)
        {
            return new SuppressedFinding(finding, annotated.Reason, IsInSource: true);
        }
        return _configured.FirstOrDefault(entry => entry.Covers(finding)) is { } configured
            ? new SuppressedFinding(finding, configured.Reason, IsInSource: false)
            : null;
    }

    void Annotate(string policy, string code, string reason, SourceLocation location)
    {
        if (!IsUsable(code, reason, location, policy)) return;
        _annotated.Add(new Suppression(code.ToUpperInvariant(), policy, reason.Trim()));
    }

    void ReadComments(SourceText source)
    {
        if (source.Content.Span.IndexOf("merlon:ignore"u8) < 0) return;
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(source.Content.Span).Split('\n'))
        {
            number++;
            if (Comment().Match(line) is not { Success: true } match) continue;
            var (code, reason) = (match.Groups["code"].Value, match.Groups["reason"].Value.Trim());
            if (!IsUsable(code, reason, new SourceLocation(source.Name, number, match.Index + 1), "")) continue;
            if (!_comments.TryGetValue((source.Name, number), out var known)) _comments[(source.Name, number)] = known = [];
            known.Add((code.ToUpperInvariant(), reason));
        }
    }

    bool IsUsable(string code, string reason, SourceLocation location, string named)
    {
        var fault = LintRules.Find(code) is null ? $"`{code}` is not a code of lint"
            : reason.Length == 0 ? $"nothing says why {code} is ignored"
            : null;
        if (fault is null) return true;
        _faults.Add(new Diagnostic(
            DiagnosticCodes.Suppression, $"{fault}: this suppresses nothing.", location, "", named));
        return false;
    }

    [GeneratedRegex(@"#\s*merlon:ignore\s+(?<code>[A-Za-z0-9-]+)[\s:]*(?<reason>[^#\r]*)")]
    private static partial Regex Comment();
}

using System.Collections.Immutable;
using System.Text;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Manifests.Nodes;

namespace Merlon.Linting.Fixes;

/// <summary>Makes the edits that findings propose, in the texts that they were found in.</summary>
public static class Fixer
{
    /// <summary>
    /// The text with as many of the fixes made as do not get into each other's way; comments and layout stay. The text
    /// comes back as it is where nothing can be mended.
    /// </summary>
    /// <param name="source">A text.</param>
    /// <param name="found">Findings, of other texts too.</param>
    /// <param name="includeProposed">Whether edits that change verdicts are made as well.</param>
    public static FixedText Apply(SourceText source, IEnumerable<Diagnostic> found, bool includeProposed)
    {
        var fixes = found
            .Where(finding => finding.Fix is not null && finding.Location.File == source.Name
                && (finding.Fix.IsSafe || includeProposed))
            .ToList();
        var mended = new List<Diagnostic>();
        var parts = new List<(DocumentText Document, string Text)>();
        foreach (var document in DocumentSplitter.Split(source.Content).Where(_ => fixes.Count > 0))
        {
            var text = Encoding.UTF8.GetString(document.Bytes.Span);
            var lines = document.Bytes.Span.Count((byte)'\n') + 1;
            var own = fixes.Where(fix => fix.Location.Line >= document.FirstLine
                && fix.Location.Line < document.FirstLine + lines);
            if (Apply(text, document.FirstLine, own, mended) is { } changed) parts.Add((document, changed));
        }
        return new FixedText(source, parts.Count == 0 ? source : Replace(source, parts), [.. mended]);
    }

    static string? Apply(string text, int firstLine, IEnumerable<Diagnostic> fixes, List<Diagnostic> mended)
    {
        if (text.AsSpan().TrimStart() is ['{', ..] || SyntaxTree.Parse(text) is not { } tree) return null;
        var writer = new EditWriter(tree, firstLine);
        var changes = new List<TextChange>();
        foreach (var finding in fixes)
        {
            if (writer.Write(finding.Fix!) is not { } wanted) continue;
            if (wanted.Any(change => changes.Any(other => other.Overlaps(change)))) continue;
            changes.AddRange(wanted);
            mended.Add(finding);
        }
        return changes.Count == 0 ? null : TextChange.Apply(text, changes);
    }

    static SourceText Replace(SourceText source, List<(DocumentText Document, string Text)> parts)
    {
        var bytes = new MemoryStream();
        var at = 0;
        foreach (var (document, text) in parts)
        {
            var start = OffsetOf(source.Content.Span, document.FirstLine);
            bytes.Write(source.Content.Span[at..start]);
            bytes.Write(Encoding.UTF8.GetBytes(text));
            at = start + document.Bytes.Length;
        }
        bytes.Write(source.Content.Span[at..]);
        return source with { Content = bytes.ToArray() };
    }

    static int OffsetOf(ReadOnlySpan<byte> text, int line)
    {
        var offset = 0;
        for (; line > 1; line--) offset += text[offset..].IndexOf((byte)'\n') + 1;
        return offset;
    }
}

/// <summary>A text before and after its findings were mended.</summary>
/// <param name="Before">As it was.</param>
/// <param name="After">As it is now.</param>
/// <param name="Mended">The findings whose fixes were made.</param>
public sealed record FixedText(SourceText Before, SourceText After, ImmutableArray<Diagnostic> Mended);

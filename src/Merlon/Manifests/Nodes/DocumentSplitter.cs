namespace Merlon.Manifests.Nodes;

/// <summary>
/// Cuts a YAML stream at its document markers, so that one broken document does not take the others with it. A line
/// that starts with <c>---</c> begins a document wherever it stands, one that starts with <c>...</c> ends it (YAML 1.2,
/// 9.1.2).
/// </summary>
static class DocumentSplitter
{
    public static IReadOnlyList<DocumentText> Split(ReadOnlyMemory<byte> source)
    {
        var documents = new List<DocumentText>();
        int start = 0, startLine = 1, line = 1;
        bool hasContent = false, hasDirective = false;
        for (var offset = 0; offset < source.Length; line++)
        {
            var rest = source.Span[offset..];
            var end = rest.IndexOf((byte)'\n');
            var text = end < 0 ? rest : rest[..end];
            if (IsMarker(text, "..."u8) && IsBlankOrComment(text[3..]))
            {
                if (hasContent) documents.Add(new DocumentText(source[start..offset], startLine));
                (start, startLine) = (offset + (end < 0 ? rest.Length : end + 1), line + 1);
                hasContent = hasDirective = false;
            }
            else if (IsMarker(text, "---"u8))
            {
                if (hasContent) documents.Add(new DocumentText(source[start..offset], startLine));
                // Directives before a marker belong to the document that it begins.
                if (hasContent || !hasDirective) (start, startLine, hasDirective) = (offset, line, false);
                hasContent = text.Length > 3 && !IsBlankOrComment(text[3..]);
            }
            else if (!hasContent)
            {
                var isDirective = text.StartsWith("%"u8);
                hasDirective |= isDirective;
                hasContent = !isDirective && !IsBlankOrComment(text);
            }
            offset += end < 0 ? rest.Length : end + 1;
        }
        if (hasContent) documents.Add(new DocumentText(source[start..], startLine));
        return documents;
    }

    static bool IsMarker(ReadOnlySpan<byte> line, ReadOnlySpan<byte> marker) =>
        line.StartsWith(marker) && (line.Length == 3 || line[3] is (byte)' ' or (byte)'\t' or (byte)'\r');

    static bool IsBlankOrComment(ReadOnlySpan<byte> line)
    {
        var text = line.Trim(" \t\r"u8);
        return text.IsEmpty || text[0] == (byte)'#';
    }
}

namespace Merlon.Manifests.Nodes;

/// <summary>
/// Cuts a YAML stream at its document markers, so that one broken document does not take the others with it. A line
/// that starts with <c>---</c> begins a document wherever it stands (YAML 1.2, 9.1.2).
/// </summary>
static class DocumentSplitter
{
    public static IReadOnlyList<DocumentText> Split(ReadOnlyMemory<byte> source)
    {
        var documents = new List<DocumentText>();
        int start = 0, startLine = 1, line = 1;
        var hasContent = false;
        for (var offset = 0; offset < source.Length; line++)
        {
            var rest = source.Span[offset..];
            var end = rest.IndexOf((byte)'\n');
            var text = end < 0 ? rest : rest[..end];
            if (IsMarker(text))
            {
                if (hasContent) documents.Add(new DocumentText(source[start..offset], startLine));
                // Directives before a marker belong to the document that it begins.
                if (hasContent || !HasDirective(source.Span[start..offset])) (start, startLine) = (offset, line);
                hasContent = text.Length > 3 && !IsBlankOrComment(text[3..]);
            }
            else if (!hasContent)
            {
                hasContent = !IsBlankOrComment(text) && !text.StartsWith("%"u8) && !text.StartsWith("..."u8);
            }
            offset += end < 0 ? rest.Length : end + 1;
        }
        if (hasContent) documents.Add(new DocumentText(source[start..], startLine));
        return documents;
    }

    static bool IsMarker(ReadOnlySpan<byte> line) =>
        line.StartsWith("---"u8) && (line.Length == 3 || line[3] is (byte)' ' or (byte)'\t' or (byte)'\r');

    static bool IsBlankOrComment(ReadOnlySpan<byte> line)
    {
        var text = line.Trim(" \t\r"u8);
        return text.IsEmpty || text[0] == (byte)'#';
    }

    static bool HasDirective(ReadOnlySpan<byte> text) => text.StartsWith("%"u8) || text.IndexOf("\n%"u8) >= 0;
}

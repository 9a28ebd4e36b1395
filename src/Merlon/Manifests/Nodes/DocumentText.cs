namespace Merlon.Manifests.Nodes;

/// <summary>One part of a source that stands alone: the bytes between two YAML document markers.</summary>
/// <param name="Bytes">The bytes, a leading <c>---</c> line included.</param>
/// <param name="FirstLine">The source line on which they start, from 1.</param>
readonly record struct DocumentText(ReadOnlyMemory<byte> Bytes, int FirstLine)
{
    /// <summary>The same without a leading <c>---</c> line that carries nothing.</summary>
    public DocumentText WithoutMarker()
    {
        var end = Bytes.Span.IndexOf((byte)'\n');
        var isMarker = end >= 0 && Bytes.Span[..end].TrimEnd(" \t\r"u8).SequenceEqual("---"u8);
        return isMarker ? new DocumentText(Bytes[(end + 1)..], FirstLine + 1) : this;
    }
}

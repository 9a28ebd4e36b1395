namespace Merlon.Manifests.Nodes;

/// <summary>One part of a source that stands alone: the bytes between two YAML document markers.</summary>
/// <param name="Bytes">The bytes, a leading <c>---</c> line included.</param>
/// <param name="FirstLine">The source line on which they start, from 1.</param>
readonly record struct DocumentText(ReadOnlyMemory<byte> Bytes, int FirstLine);

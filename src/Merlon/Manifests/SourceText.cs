namespace Merlon.Manifests;

/// <summary>A text to read manifests from: YAML documents or JSON values, in UTF-8.</summary>
/// <param name="Name">The name that locations carry, for a person: usually the path as it was given.</param>
/// <param name="Content">The bytes.</param>
public sealed record SourceText(string Name, ReadOnlyMemory<byte> Content);

namespace Merlon.Manifests;

/// <summary>A text to read manifests from: YAML documents or JSON values, in UTF-8.</summary>
/// <param name="Name">The name that locations carry, for a person: usually the path as it was given.</param>
/// <param name="Content">The bytes.</param>
public sealed record SourceText(string Name, ReadOnlyMemory<byte> Content)
{
    /// <summary>
    /// Whether this is one object as an API server has it, as JSON in one line. It was accepted: checks that newer
    /// servers make are left out, what is wrong with it all the same is not understood, and its places have no line.
    /// </summary>
    public bool IsStored { get; init; }
}

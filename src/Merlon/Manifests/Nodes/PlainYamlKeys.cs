using System.Buffers;

namespace Merlon.Manifests.Nodes;

/// <summary>Keys of plain YAML: a word, a colon, and a space or the end of the line.</summary>
static class PlainYamlKeys
{
    // The library gives up on keys of 1,024 characters.
    const int Longest = 1_000;

    static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-");

    /// <summary>The length of the key that the text begins with; 0 where it begins with none.</summary>
    public static int LengthAtStart(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !(char.IsAsciiLetter(text[0]) || text[0] == '_')) return 0;
        var length = text.IndexOfAnyExcept(Characters);
        if (length is < 0 or > Longest || text[length] != ':') return 0;
        return length + 1 == text.Length || text[length + 1] == ' ' ? length : 0;
    }

    /// <summary>The key; null for words that are no text, which are other keys once they are JSON.</summary>
    public static string? Read(ReadOnlySpan<char> text)
    {
        if (PlainYamlWords.TryGet(text) is { } known) return known;
        var key = text.ToString();
        return YamlScalar.Resolve(key) == ScalarType.String ? key : null;
    }
}

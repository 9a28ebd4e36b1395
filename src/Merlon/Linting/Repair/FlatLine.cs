namespace Merlon.Linting.Repair;

/// <summary>A line of a text that lost its indentation.</summary>
/// <param name="Number">From 1, in its source.</param>
/// <param name="Dashes">How many elements it begins.</param>
/// <param name="Key">The key; null where it is a single value.</param>
/// <param name="Value">What stands behind the key, or the value; empty where nothing does.</param>
/// <param name="Comments">The lines of comment before it.</param>
sealed record FlatLine(int Number, int Dashes, string? Key, string Value, IReadOnlyList<string> Comments)
{
    /// <summary>The lines that say something, in order; comments belong to the line after them.</summary>
    public static IEnumerable<FlatLine> Read(string text, int firstLine)
    {
        var comments = new List<string>();
        var number = firstLine - 1;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim(' ', '\r', '\t', '\u00A0');
            if (line.Length == 0 || line.StartsWith("---", StringComparison.Ordinal)) continue;
            if (line.StartsWith('#')) comments.Add(line);
            else
            {
                yield return Parse(number, line, [.. comments]);
                comments.Clear();
            }
        }
    }

    static FlatLine Parse(int number, string line, IReadOnlyList<string> comments)
    {
        var dashes = 0;
        while (line.StartsWith("- ", StringComparison.Ordinal) || line == "-")
        {
            dashes++;
            line = line[1..].TrimStart();
        }
        var colon = KeyLength(line);
        return colon < 0
            ? new FlatLine(number, dashes, null, line, comments)
            : new FlatLine(number, dashes, line[..colon].Trim('"', '\''), line[(colon + 1)..].Trim(), comments);
    }

    // A key ends at a colon with a space or nothing behind it; brackets and quotes begin values.
    static int KeyLength(string line)
    {
        if (line.Length == 0 || line[0] is '{' or '[' or '#') return -1;
        if (line.EndsWith(':') && !line.Contains(": ", StringComparison.Ordinal)) return line.Length - 1;
        return line.IndexOf(": ", StringComparison.Ordinal);
    }
}

using System.Collections.Immutable;
using System.Text;

namespace Merlon.Documents;

/// <summary>Takes prose apart.</summary>
static class Sentences
{
    /// <summary>So many lines before and after a block still speak of it.</summary>
    const int Reach = 12;

    /// <summary>What stands beside a block: of the same section, up to the next blocks.</summary>
    public static IEnumerable<Sentence> Around(TextDocument document, DocumentBlock block) =>
        Of(document.Lines, Math.Max(block.FirstLine - Reach, StartBefore(document, block)), block.FirstLine)
            .Concat(Of(document.Lines, block.LastLine + 1, Math.Min(block.LastLine + 1 + Reach, EndAfter(document, block))));

    // The line after the heading or block before it.
    static int StartBefore(TextDocument document, DocumentBlock block)
    {
        var line = block.FirstLine - 1;
        while (line >= 1 && !IsHeading(document.Lines[line - 1]) && !document.Blocks.Any(other => other.Contains(line))) line--;
        return line + 1;
    }

    static int EndAfter(TextDocument document, DocumentBlock block)
    {
        var line = block.LastLine + 1;
        while (line <= document.Lines.Length && !IsHeading(document.Lines[line - 1])
            && !document.Blocks.Any(other => other.Contains(line))) line++;
        return line;
    }

    static bool IsHeading(string line) => line.StartsWith('#');

    /// <summary>What stands from the first line, from 1, up to and without the last.</summary>
    public static IEnumerable<Sentence> Of(ImmutableArray<string> lines, int first, int last)
    {
        var text = new StringBuilder();
        var start = first;
        for (var number = first; number < last; number++)
        {
            var line = lines[number - 1].Trim().TrimStart('*', '-', '>', ' ');
            if (line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal)) line = "";
            if (text.Length == 0) start = number;
            foreach (var part in Parts(line))
            {
                text.Append(text.Length == 0 ? "" : " ").Append(part.Text);
                if (!part.Ends) continue;
                yield return new Sentence(start, text.ToString());
                text.Clear();
                start = number;
            }
            if (line.Length > 0 || text.Length == 0) continue;
            yield return new Sentence(start, text.ToString());
            text.Clear();
        }
        if (text.Length > 0) yield return new Sentence(start, text.ToString());
    }

    static IEnumerable<(string Text, bool Ends)> Parts(string line)
    {
        var start = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] is not ('.' or '!' or '?' or ':') || (i + 1 < line.Length && line[i + 1] != ' ')) continue;
            yield return (line[start..(i + 1)].Trim(), true);
            start = i + 1;
        }
        if (line[start..].Trim() is { Length: > 0 } rest) yield return (rest, false);
    }
}

/// <summary>A sentence, and the line on which it begins.</summary>
readonly record struct Sentence(int Line, string Text);

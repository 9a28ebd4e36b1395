using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Merlon.Diagnostics;
using Merlon.Documents;

namespace Merlon.Linting.Claims;

/// <summary>Finds the comments of a policy: behind its lines, between them, and directly above it.</summary>
static partial class PolicyComments
{
    /// <summary>
    /// None of an item of a list, and none where a value over several lines may hold what looks like a comment.
    /// </summary>
    /// <param name="lines">The text.</param>
    /// <param name="policy">Where the policy begins.</param>
    /// <param name="from">The first line that can belong to it, from 1.</param>
    /// <param name="to">The last one.</param>
    public static IEnumerable<Comment> Of(ImmutableArray<string> lines, SourceLocation policy, int from, int to)
    {
        if (policy.Column - 1 != IndentOf(lines[policy.Line - 1])) return [];
        var (first, last) = (policy.Line, policy.Line);
        while (first > from && StartOfComment(lines[first - 2]) == IndentOf(lines[first - 2])) first--;
        while (last < to && !EndsManifest().IsMatch(lines[last])) last++;
        if (Enumerable.Range(first, last - first + 1).Any(number => BeginsText().IsMatch(Without(lines[number - 1])))) return [];
        return Behind(lines, first, last).Concat(Between(lines, first, last));
    }

    static IEnumerable<Comment> Behind(ImmutableArray<string> lines, int first, int last) =>
        from number in Enumerable.Range(first, last - first + 1)
        let start = StartOfComment(lines[number - 1])
        where start > IndentOf(lines[number - 1])
        from sentence in Sentences.Of([TextAt(lines[number - 1], start)], 1, 2)
        select new Comment(sentence.Text, number, start + 1, number);

    // Comments on lines of their own that follow each other are one text.
    static IEnumerable<Comment> Between(ImmutableArray<string> lines, int first, int last)
    {
        ImmutableArray<string> texts =
        [
            .. from line in lines[(first - 1)..last]
               let start = StartOfComment(line)
               select start >= 0 && start == IndentOf(line) ? TextAt(line, start) : "",
        ];
        foreach (var sentence in Sentences.Of(texts, 1, texts.Length + 1))
        {
            var number = sentence.Line;
            var subject = number;
            while (subject < texts.Length && (texts[subject - 1].Length > 0 || lines[first + subject - 2].Trim().Length == 0)) subject++;
            var column = IndentOf(lines[first + number - 2]) + 1;
            yield return new Comment(sentence.Text, first + number - 1, column, first + subject - 1);
        }
    }

    static string TextAt(string line, int start) => line[start..].TrimStart('#', ' ');

    static string Without(string line) => StartOfComment(line) is >= 0 and var start ? line[..start] : line;

    static int IndentOf(string line) => line.Length - line.TrimStart().Length;

    // The place of the mark that is in no quotes; -1 where there is none.
    static int StartOfComment(string line)
    {
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            var isAtStart = i == 0 || line[i - 1] is ' ' or '\t' or '[' or '{' or ',';
            if (quote != '\0')
            {
                if (quote == '"' && line[i] == '\\') i++;
                else if (line[i] == quote) quote = '\0';
            }
            else if (isAtStart && line[i] is '"' or '\'') quote = line[i];
            else if (isAtStart && line[i] == '#') return i;
        }
        return -1;
    }

    [GeneratedRegex(@"^(?:---|\.\.\.)(?:\s|$)")]
    private static partial Regex EndsManifest();

    [GeneratedRegex(@"(?:^|[:\s-])[|>][-+0-9]*\s*$")]
    private static partial Regex BeginsText();
}

using System.Globalization;
using System.Text;
using Merlon.Manifests;

namespace Merlon.Cli.Output;

/// <summary>Writes the difference of two texts as <c>diff -u</c> does, so that <c>patch</c> can apply it.</summary>
static class UnifiedDiff
{
    const int Context = 3;

    public static string Of(SourceText before, SourceText after)
    {
        var (old, @new) = (LinesOf(before), LinesOf(after));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"--- a/{before.Name}\n+++ b/{after.Name}\n");
        foreach (var hunk in Hunks(Steps(old, @new))) WriteHunk(text, hunk);
        return text.ToString();
    }

    readonly record struct Step(char Mark, string Line, int OldLine, int NewLine);

    static string[] LinesOf(SourceText source)
    {
        var text = Encoding.UTF8.GetString(source.Content.Span);
        return text.Length == 0 ? [] : (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
    }

    // Edits are few and small: what both ends have in common is set aside, the rest is compared whole.
    static List<Step> Steps(string[] old, string[] @new)
    {
        int head = 0, tail = 0;
        while (head < old.Length && head < @new.Length && old[head] == @new[head]) head++;
        while (tail < old.Length - head && tail < @new.Length - head && old[^(tail + 1)] == @new[^(tail + 1)]) tail++;
        var steps = Enumerable.Range(0, head).Select(i => new Step(' ', old[i], i, i)).ToList();
        AddMiddle(steps, old, @new, head, old.Length - tail, @new.Length - tail);
        for (var i = tail; i > 0; i--) steps.Add(new Step(' ', old[^i], old.Length - i, @new.Length - i));
        return steps;
    }

    static void AddMiddle(List<Step> steps, string[] old, string[] @new, int start, int oldEnd, int newEnd)
    {
        var longest = CommonLengths(old, @new, start, oldEnd, newEnd);
        int i = start, j = start;
        while (i < oldEnd || j < newEnd)
        {
            if (i < oldEnd && j < newEnd && old[i] == @new[j]) steps.Add(new Step(' ', old[i], i++, j++));
            else if (j == newEnd || (i < oldEnd && longest[i + 1 - start, j - start] >= longest[i - start, j + 1 - start]))
            {
                steps.Add(new Step('-', old[i], i++, j));
            }
            else steps.Add(new Step('+', @new[j], i, j++));
        }
    }

    static int[,] CommonLengths(string[] old, string[] @new, int start, int oldEnd, int newEnd)
    {
        var lengths = new int[oldEnd - start + 1, newEnd - start + 1];
        for (var i = oldEnd - 1; i >= start; i--)
        {
            for (var j = newEnd - 1; j >= start; j--)
            {
                var (row, column) = (i - start, j - start);
                lengths[row, column] = old[i] == @new[j]
                    ? lengths[row + 1, column + 1] + 1
                    : Math.Max(lengths[row + 1, column], lengths[row, column + 1]);
            }
        }
        return lengths;
    }

    // Changes that are near each other share their context.
    static IEnumerable<List<Step>> Hunks(List<Step> steps)
    {
        var hunk = new List<Step>();
        var quiet = int.MaxValue;
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Mark == ' ')
            {
                if (quiet >= 2 * Context) continue;
                hunk.Add(steps[i]);
                quiet++;
                if (quiet < 2 * Context) continue;
                yield return hunk[..^Context];
                hunk = [];
                continue;
            }
            if (hunk.Count == 0) hunk.AddRange(steps.GetRange(Math.Max(0, i - Context), Math.Min(Context, i)));
            hunk.Add(steps[i]);
            quiet = 0;
        }
        if (hunk.Count > 0) yield return hunk[..^Math.Max(0, quiet - Context)];
    }

    static void WriteHunk(StringBuilder text, List<Step> hunk)
    {
        var (olds, news) = (hunk.Count(step => step.Mark != '+'), hunk.Count(step => step.Mark != '-'));
        var (oldStart, newStart) = (hunk[0].OldLine + (olds == 0 ? 0 : 1), hunk[0].NewLine + (news == 0 ? 0 : 1));
        text.Append(CultureInfo.InvariantCulture, $"@@ -{oldStart},{olds} +{newStart},{news} @@\n");
        foreach (var step in hunk) text.Append(step.Mark).Append(step.Line).Append('\n');
    }
}

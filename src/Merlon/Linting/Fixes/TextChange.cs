namespace Merlon.Linting.Fixes;

/// <summary>A part of a text, by offsets, and what stands there instead.</summary>
readonly record struct TextChange(int Start, int End, string Replacement)
{
    /// <summary>Whether both touch the same text; two insertions at one place do.</summary>
    public bool Overlaps(TextChange other) =>
        (Start < other.End && other.Start < End) || (Start == End && other.Start == other.End && Start == other.Start);

    /// <summary>The changes made in the text; none may overlap another.</summary>
    public static string Apply(string text, IEnumerable<TextChange> changes)
    {
        foreach (var change in changes.OrderByDescending(change => change.Start).ThenByDescending(change => change.End))
        {
            text = string.Concat(text.AsSpan(0, change.Start), change.Replacement, text.AsSpan(change.End));
        }
        return text;
    }
}

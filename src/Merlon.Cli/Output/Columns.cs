namespace Merlon.Cli.Output;

/// <summary>Lays out rows of cells beside each other; what is wider than its column goes on below.</summary>
static class Columns
{
    const int Gap = 2;

    /// <param name="page">Where to write.</param>
    /// <param name="rows">The cells of each row; all rows of one length.</param>
    /// <param name="widest">The most that each column takes; the last takes what is left.</param>
    public static void Write(Page page, IReadOnlyList<string[]> rows, int[] widest)
    {
        var widths = new int[widest.Length];
        for (var i = 0; i < widths.Length; i++)
        {
            var room = i == widths.Length - 1 ? Terminal.Width - widths.Sum() - Gap * i : widest[i];
            widths[i] = Math.Min(room, rows.Max(row => row[i].Length));
        }
        foreach (var row in rows)
        {
            var cells = row.Select((cell, i) => Lines(cell, widths[i])).ToList();
            for (var line = 0; line < cells.Max(cell => cell.Count); line++)
            {
                var text = string.Concat(cells.Select(
                    (cell, i) => (line < cell.Count ? cell[line] : "").PadRight(widths[i] + Gap)));
                page.Line(text.TrimEnd());
            }
        }
    }

    // Cut at blanks, at least at slashes and commas, at last anywhere.
    static List<string> Lines(string text, int width)
    {
        var lines = new List<string>();
        while (text.Length > width && width > 0)
        {
            var cut = text.LastIndexOf(' ', width);
            var skip = 1;
            if (cut <= 0) (cut, skip) = (text.LastIndexOfAny(['/', ',', '-'], width - 1) + 1, 0);
            if (cut <= 0) cut = width;
            lines.Add(text[..cut]);
            text = text[(cut + skip)..];
        }
        lines.Add(text);
        return lines;
    }
}

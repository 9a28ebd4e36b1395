namespace Merlon.Cli.Output;

/// <summary>Lays out text for people: a left part, and a place to click at the right edge.</summary>
sealed class Page(TextWriter writer, Ink ink)
{
    public Ink Ink => ink;

    public void Line(string text = "") => writer.WriteLine(text);

    /// <summary>Wraps the text to the page; lines after the first are indented to <paramref name="hang"/>.</summary>
    public void Wrapped(string text, int hang, Func<string, string>? paint = null)
    {
        foreach (var line in Wrap(text, hang, Terminal.Width)) writer.WriteLine(paint is null ? line : paint(line));
    }

    /// <summary>A painted word and the text beside it, wrapped beside it too.</summary>
    public void Headed(string word, Func<string, string> paint, string text, int indent = 0)
    {
        var lines = Wrap($"{new string(' ', indent)}{word}   {text}", indent + word.Length + 3, Terminal.Width)
            .ToList();
        writer.WriteLine(new string(' ', indent) + paint(word) + lines[0][(indent + word.Length)..]);
        foreach (var line in lines.Skip(1)) writer.WriteLine(line);
    }

    /// <summary>
    /// The text with the place at the right edge of its first line, where it fits; else the place stands on a line of
    /// its own below.
    /// </summary>
    public void Pointing(string text, string place, int hang)
    {
        var room = Terminal.Width - place.Length - 2;
        var lines = Wrap(text, hang, Math.Max(room, 56)).ToList();
        if (lines[0].Length > room)
        {
            foreach (var line in lines) writer.WriteLine(line);
            writer.WriteLine(new string(' ', Math.Max(hang, Terminal.Width - place.Length)) + ink.Faint(place));
            return;
        }
        writer.WriteLine(lines[0].PadRight(Terminal.Width - place.Length) + ink.Faint(place));
        foreach (var line in lines.Skip(1)) writer.WriteLine(line);
    }

    /// <summary>The text with a word at the right edge; below it, where both do not fit one line.</summary>
    public void Judged(string text, string word, Func<string, string> paint)
    {
        var gap = Terminal.Width - text.Length - word.Length;
        if (gap >= 2) writer.WriteLine(text + new string(' ', gap) + paint(word));
        else
        {
            writer.WriteLine(text);
            writer.WriteLine(new string(' ', Terminal.Width - word.Length) + paint(word));
        }
    }

    static IEnumerable<string> Wrap(string text, int hang, int width)
    {
        while (text.Length > width)
        {
            var cut = text.LastIndexOf(' ', width);
            // A word that is wider than the page stands alone.
            if (cut <= hang) cut = text.IndexOf(' ', Math.Max(width, hang));
            if (cut < 0) break;
            yield return text[..cut].TrimEnd();
            text = new string(' ', hang) + text[(cut + 1)..].TrimStart();
        }
        yield return text;
    }
}

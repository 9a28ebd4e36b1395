using Merlon.Connectivity.Differences;
using Merlon.Connectivity.Groups;

namespace Merlon.Cli.Output;

/// <summary>Writes a difference for people: on the terminal, and as a comment on a pull request.</summary>
static class DifferenceText
{
    const int Hang = 11;

    public static void Write(Page page, ConnectivityDifference difference, EndGroup everyone)
    {
        var names = new EndGroupText(everyone);
        Write(page, "OPENED", page.Ink.Bad, difference.Opened, names);
        Write(page, "CLOSED", page.Ink.Doubtful, difference.Closed, names);
        Write(page, "NEW", difference.New);
        Write(page, "GONE", difference.Gone);
        page.Line($"{difference.Unchanged} open connections unchanged");
    }

    public static void WriteMarkdown(TextWriter text, ConnectivityDifference difference, EndGroup everyone)
    {
        var names = new EndGroupText(everyone);
        WriteMarkdown(text, "Opened", difference.Opened, names);
        WriteMarkdown(text, "Closed", difference.Closed, names);
        foreach (var (title, ends) in new[] { ("New", difference.New), ("Gone", difference.Gone) })
        {
            if (ends.Length > 0) text.WriteLine($"**{title}:** {string.Join(", ", ends.Select(name => $"`{name}`"))}\n");
        }
        text.WriteLine(difference.IsNone
            ? $"No connection changes; {difference.Unchanged} are open as before."
            : $"{difference.Unchanged} open connections unchanged.");
    }

    static void Write(
        Page page, string word, Func<string, string> paint, IReadOnlyList<ConnectionChange> changes, EndGroupText names)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            var title = i == 0 ? $"{word} {changes.Count}" : "";
            var text = title.PadRight(Hang) + Heading(changes[i], names);
            page.Wrapped(text, Hang, line => line.StartsWith(word, StringComparison.Ordinal) ? paint(word) + line[word.Length..] : line);
            Write(page, "now", changes[i].Witness.After);
            Write(page, "before", changes[i].Witness.Before);
            page.Wrapped($"{new string(' ', Hang + 2)}e.g. {changes[i].Witness.Flow}", Hang + 4);
        }
    }

    static void Write(Page page, string when, Evaluation.FlowResult result)
    {
        foreach (var (text, place) in DecisionText.Of(result))
        {
            var line = $"{new string(' ', Hang + 2)}{when}: {text}";
            if (place is null) page.Wrapped(line, Hang + 4);
            else page.Pointing(line, place.ToShortString(), Hang + 4);
        }
    }

    static void Write(Page page, string word, IReadOnlyList<EndName> names)
    {
        if (names.Count > 0) page.Wrapped($"{word} {names.Count}".PadRight(Hang) + string.Join(", ", names), Hang);
    }

    static void WriteMarkdown(TextWriter text, string title, IReadOnlyList<ConnectionChange> changes, EndGroupText names)
    {
        if (changes.Count == 0) return;
        text.WriteLine($"### {title}: {changes.Count}\n");
        text.WriteLine("| connections | now | before | example |");
        text.WriteLine("|---|---|---|---|");
        foreach (var change in changes)
        {
            text.WriteLine(
                $"| {Heading(change, names)} | {Cell(change.Witness.After)} | {Cell(change.Witness.Before)} | `{change.Witness.Flow}` |");
        }
        text.WriteLine();

        static string Cell(Evaluation.FlowResult result) => string.Join(
            "<br>",
            DecisionText.Of(result).Select(said => said.Place is { } place ? $"{said.Text} `{place.ToShortString()}`" : said.Text));
    }

    static string Heading(ConnectionChange change, EndGroupText names) =>
        $"{names.Of(change.From)} → {names.Of(change.To)} : {OpeningText.Of(change.Opening, change.Family)}";
}

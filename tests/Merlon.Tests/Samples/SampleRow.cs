using System.Globalization;

namespace Merlon.Tests.Samples;

/// <summary>One row of a table that a sample's README promises.</summary>
sealed record SampleRow(int Line, string From, string To, string Port, string Verdict)
{
    const string Header = "| from | to | port | verdict | because |";
    const int Columns = 5;

    /// <summary>The rows of all tables of flows, in order; other tables are not read.</summary>
    public static IReadOnlyList<SampleRow> ReadAll(IReadOnlyList<string> lines)
    {
        var rows = new List<SampleRow>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i] != Header)
            {
                Assert.False(
                    lines[i].StartsWith("| from", StringComparison.OrdinalIgnoreCase),
                    $"line {i + 1}: a table of flows starts with {Header}");
                continue;
            }
            Assert.Equal("|---|---|---|---|---|", lines[++i]);
            while (i + 1 < lines.Count && lines[i + 1].StartsWith('|')) rows.Add(Read(lines[++i], i + 1));
        }
        return rows;
    }

    static SampleRow Read(string text, int line)
    {
        var cells = text.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries);
        Assert.True(cells.Length == Columns && cells.All(cell => cell.Length > 0), $"line {line}: {text}");
        return new SampleRow(line, cells[0], cells[1], cells[2], cells[3]);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"line {Line}: {From} → {To} {Port} {Verdict}");
}

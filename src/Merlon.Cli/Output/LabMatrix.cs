using Merlon.Lab.Planning;
using Merlon.Lab.Probing;
using Merlon.Model;

namespace Merlon.Cli.Output;

/// <summary>Writes what was seen as a table for each port: who sends, by row; who receives, by column.</summary>
sealed class LabMatrix(Page page)
{
    const int LongestName = 28;
    const int NumberWidth = 3;

    public void Write(LabPlan plan, IReadOnlyCollection<ProbeResult> results)
    {
        var cells = results.ToLookup(result => (result.Probe.Port, result.Probe.From, result.Probe.To));
        var from = plan.Places.Where(place => results.Any(result => result.Probe.From == place)).ToList();
        var to = plan.Places.Where(place => results.Any(result => result.Probe.To == place)).ToList();
        var tables = plan.Ports.Ports
            .Select(port => (Port: port, Rows: from.Select(row => to.Select(column => Cell([.. cells[(port, row, column)]])).ToList()).ToList()))
            .GroupBy(table => string.Concat(table.Rows.SelectMany(row => row)), table => table, StringComparer.Ordinal);
        foreach (var alike in tables)
        {
            WriteTable(string.Join(", ", alike.Select(table => table.Port)), from, to, alike.First().Rows);
        }
    }

    // Ports that look alike share a table. Columns have names where these fit, else numbers that the rows explain.
    void WriteTable(string ports, List<LabPlace> from, List<LabPlace> to, List<List<char>> rows)
    {
        var title = $"  to {ports}";
        var left = Math.Max(from.Max(place => Name(place).Length), to.Max(place => Name(place).Length)) + 4;
        var named = Math.Max(left, title.Length + 2) + to.Sum(place => Name(place).Length + 2) <= Terminal.Width;
        page.Line();
        if (named)
        {
            left = Math.Max(left, title.Length + 2);
            page.Line(title.PadRight(left) + string.Concat(to.Select(place => Name(place) + "  ")).TrimEnd());
            WriteNamed(from, to, rows, left);
        }
        else
        {
            page.Line(title);
            var width = (Terminal.Width - left - NumberWidth) / NumberWidth;
            foreach (var columns in Enumerable.Range(0, to.Count).Chunk(width))
            {
                WriteNumbered(from, to, rows, left + NumberWidth, columns);
            }
        }
    }

    void WriteNamed(List<LabPlace> from, List<LabPlace> to, List<List<char>> rows, int left)
    {
        for (var i = 0; i < from.Count; i++)
        {
            var line = $"  {Name(from[i])}".PadRight(left);
            for (var j = 0; j < to.Count; j++)
            {
                var before = Name(to[j]).Length / 2;
                var after = j == to.Count - 1 ? 0 : Name(to[j]).Length + 1 - before;
                line += new string(' ', before) + Paint(rows[i][j]) + new string(' ', after);
            }
            page.Line(line);
        }
    }

    // As many columns as fit; the others stand below.
    void WriteNumbered(List<LabPlace> from, List<LabPlace> to, List<List<char>> rows, int left, int[] columns)
    {
        page.Line(new string(' ', left) + string.Concat(columns.Select(column => $"{column + 1,NumberWidth}")));
        for (var i = 0; i < from.Count; i++)
        {
            var number = to.IndexOf(from[i]) + 1;
            var name = $"  {(number > 0 ? number : ""),NumberWidth} {Name(from[i])}".PadRight(left);
            page.Line(name + string.Concat(columns.Select(column => new string(' ', NumberWidth - 1) + Paint(rows[i][column]))));
        }
    }

    string Paint(char cell) => cell switch
    {
        '●' => page.Ink.Good("●"),
        '✗' => page.Ink.Bad("✗"),
        '·' => page.Ink.Faint("·"),
        _ => cell.ToString(),
    };

    static char Cell(List<ProbeResult> results)
    {
        if (results.Count == 0) return '·';
        if (results.Any(result => !result.IsAsPredicted)) return '✗';
        var arrived = results.Where(result => result.HasArrived).ToList();
        if (arrived.Count == results.Count) return '●';
        if (arrived.Count == 0) return '○';
        return arrived[0].Probe.Family == IpFamily.IPv4 ? '4' : '6';
    }

    static string Name(LabPlace place) =>
        place.Name.Length <= LongestName ? place.Name : $"{place.Name[..(LongestName - 1)]}…";
}

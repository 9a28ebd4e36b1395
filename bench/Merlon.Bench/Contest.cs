using System.Diagnostics;
using System.Globalization;

namespace Merlon.Bench;

/// <summary>
/// Times several ways in turns, so that the machine's moods meet all of them, and reports minimums and their ratios to
/// the first.
/// </summary>
static class Contest
{
    public static void Run(string title, int rounds, params (string Name, Action Action)[] ways)
    {
        var times = ways.ToDictionary(way => way.Name, _ => new List<double>());
        foreach (var (_, action) in ways) action();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, action) in ways)
            {
                var start = Stopwatch.GetTimestamp();
                action();
                times[name].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }
        var floor = times[ways[0].Name].Min();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"### {title} ({rounds} rounds, interleaved)\n"));
        Console.WriteLine("| | min ms | median ms | ratio of minimums |\n|---|---|---|---|");
        foreach (var (name, _) in ways)
        {
            var sorted = times[name].Order().ToList();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {name} | {sorted[0]:F0} | {sorted[sorted.Count / 2]:F0} | {sorted[0] / floor:F2} |"));
        }
        Console.WriteLine();
    }
}

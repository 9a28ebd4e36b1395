using System.Diagnostics;
using System.Globalization;
using System.Text;
using Merlon.Connectivity;
using Merlon.Evaluation;
using Merlon.Manifests;

namespace Merlon.Bench.Analysis;

/// <summary>
/// All pairs of clusters of growing size: classes, every walk of every class, and every row of the matrix, at all ports.
/// </summary>
static class AnalysisBench
{
    const int Seed = 7;
    const int Rounds = 9;

    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);

    public static void Run()
    {
        Console.WriteLine("| cluster | policies | classes | walks | min ms | median ms | MB kept | open pairs of classes |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        AllPairs("800 workloads", new TeamCluster(Seed, 40, 20, 1, 800));
        AllPairs("10,000 pods", new TeamCluster(Seed, 250, 8, 5, 5_000));
        AllPairs("100,000 pods", new TeamCluster(Seed, 500, 20, 10, 5_000));
        AllPairs("1,000,000 pods", new TeamCluster(Seed, 1_000, 50, 20, 5_000));
        Console.WriteLine();
        Reading(new TeamCluster(Seed, 500, 20, 10, 5_000));
    }

    static void AllPairs(string title, TeamCluster world)
    {
        var evaluator = new Evaluator(world.BuildCluster(), world.ReadPolicies());
        // The first rounds compile, and compile again what turns out to be hot.
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < WarmUp;) Round(evaluator);
        var rounds = Enumerable.Range(0, Rounds).Select(_ => Round(evaluator)).ToList();
        var times = rounds.Select(round => round.Milliseconds).Order().ToList();
        var summary = rounds[0].Summary;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {title} | {evaluator.Policies.Policies.Count():N0} | {summary.Classes:N0} | {summary.Groups:N0} | {times[0]:F0} | {times[times.Count / 2]:F0} | {rounds.Max(round => round.Kept) / 1e6:F0} | {summary.OpenPairs:N0} |"));
    }

    static (double Milliseconds, long Kept, MapSummary Summary) Round(Evaluator evaluator)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = ProcessorTime();
        var map = new ConnectivityMap(evaluator);
        var summary = map.Summarize();
        var time = ProcessorTime() - start;
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(map);
        return (time.TotalMilliseconds, kept, summary);
    }

    // Of the whole process, the collector's threads included: what a clock would tell depends on who else works here.
    static TimeSpan ProcessorTime()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    static void Reading(TeamCluster world)
    {
        var text = Encoding.UTF8.GetBytes(string.Join("---\n", world.PodDocuments().Prepend(world.PoliciesYaml())));
        foreach (var round in new[] { "first", "second" })
        {
            var start = ProcessorTime();
            var manifests = ManifestReader.Read([new SourceText("all.yaml", text)]);
            var read = ProcessorTime() - start;
            var snapshot = Snapshot.From(manifests);
            var joined = ProcessorTime() - start;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"reading {world.Pods:N0} pods, {text.Length / 1e6:F0} MB of YAML ({round}): {read.TotalSeconds:F2} s, joined {joined.TotalSeconds:F2} s, {snapshot.Cluster.Endpoints.Length:N0} endpoints"));
        }
    }
}

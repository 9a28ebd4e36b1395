using System.Diagnostics;
using System.Globalization;
using System.Text;
using Merlon.Assertions;
using Merlon.Connectivity;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Bench.Analysis;

/// <summary>
/// All pairs of clusters of growing size: classes, every walk of every class, and every row of the matrix, at all ports.
/// </summary>
static class AnalysisBench
{
    const int Seed = 7;
    const int Rounds = 9;
    const int Changes = 200;
    const int Asked = 1_000;

    // A list of all pods is one document.
    static readonly ManifestLimits Enough = ManifestLimits.Default with { MaxNodes = 10_000_000 };

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
        OneChange(new TeamCluster(Seed, 500, 20, 10, 5_000));
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

    // A policy is replaced, and what one of its pods may now exchange with others is asked.
    static void OneChange(TeamCluster world)
    {
        var map = new ConnectivityMap(new Evaluator(world.BuildCluster(), world.ReadPolicies()));
        map.Summarize();
        var times = new List<double>();
        var changes = RuleMutants.Of(map.Evaluator.Policies).Where((_, i) => i % 97 == 0).Take(Changes);
        foreach (var policies in changes.Select(change => change.Policies).Prepend(map.Evaluator.Policies))
        {
            var start = ProcessorTime();
            var changed = map.With(map.Evaluator.With(policies));
            AskAround(changed, PolicyChanged(map.Evaluator.Policies, policies));
            times.Add((ProcessorTime() - start).TotalMilliseconds);
        }
        var later = times.Skip(1).Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"one policy changed, {world.Pods:N0} pods, {changes.Count()} changes: median {later[later.Count / 2]:F1} ms, nine of ten within {later[later.Count * 9 / 10]:F1} ms; the first {times[0]:F0} ms"));
        Console.WriteLine();
    }

    static Policy? PolicyChanged(PolicySet old, PolicySet @new) =>
        old.Policies.Zip(@new.Policies).FirstOrDefault(pair => !ReferenceEquals(pair.First, pair.Second)).First;

    static void AskAround(ConnectivityMap map, Policy? changed)
    {
        if (changed is null) return;
        var endpoints = map.Evaluator.Cluster.Endpoints;
        var subject = FlowEnd.AllOf(endpoints.First(changed.Subject.Matches)).First();
        foreach (var other in endpoints.Where((_, i) => i % (endpoints.Length / Asked) == 0).SelectMany(FlowEnd.AllOf))
        {
            map.Between(subject, other);
            map.Between(other, subject);
        }
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
        var yaml = string.Join("---\n", world.PodDocuments().Prepend(world.PoliciesYaml()));
        foreach (var (form, text) in new[] { ("YAML", yaml), ("JSON", world.PodsJson()) })
        {
            var source = new SourceText("all", Encoding.UTF8.GetBytes(text));
            foreach (var round in new[] { "first", "second" }) Reading(world, source, $"{form} ({round})");
        }
    }

    static void Reading(TeamCluster world, SourceText source, string form)
    {
        var start = ProcessorTime();
        var manifests = ManifestReader.Read([source], ReadOptions.Default with { Limits = Enough });
        var read = ProcessorTime() - start;
        var snapshot = Snapshot.From(manifests);
        var joined = ProcessorTime() - start;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"reading {world.Pods:N0} pods, {source.Content.Length / 1e6:F0} MB of {form}: {read.TotalSeconds:F2} s, joined {joined.TotalSeconds:F2} s, {snapshot.Cluster.Endpoints.Length:N0} endpoints"));
    }
}

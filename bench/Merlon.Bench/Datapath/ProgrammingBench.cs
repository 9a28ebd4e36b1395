using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Merlon.Linux.Namespaces;
using Merlon.Linux.Nftables;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Bench.Datapath;

/// <summary>What it takes to load a node's ruleset and to change it: time and memory of the kernel.</summary>
static class ProgrammingBench
{
    const int Loads = 7;
    const int Changes = 500;
    const int FirstAddress = 0x0afe0000;

    public static void Run(IEnumerable<Node> nodes)
    {
        Console.WriteLine($"### Programming the kernel by netlink ({Loads} loads, {Changes} changes each; minimums, medians in brackets; memory: median)\n");
        Console.WriteLine("| pods | load ms | kernel memory KB | one member µs | one isolated pod µs | one pod that is not isolated µs | one member, with the difference of tables, µs |\n|---|---|---|---|---|---|---|");
        foreach (var node in nodes)
        {
            using var space = NetworkNamespace.Create();
            using var device = space.RunInside(NftablesDevice.Open);
            var table = node.Compile();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {node.Pods:N0} | {Load(device, table, out var bytes)} | {bytes / 1024:N0} | {Member(device, table)} | {Pod(device, table, isIsolated: true)} | {Pod(device, table, isIsolated: false)} | {MemberByDifference(device, table)} |"));
        }
        Console.WriteLine();
    }

    // Leaves the table loaded.
    static string Load(NftablesDevice device, NftTable table, out long bytes)
    {
        var grown = new List<long>();
        var times = new List<double>();
        for (var i = 0; i < Loads; i++)
        {
            device.Delete(table.Name);
            // What is removed is freed a moment later.
            Thread.Sleep(200);
            var before = KernelMemory.Allocated();
            var start = Stopwatch.GetTimestamp();
            device.Load(table);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            grown.Add(KernelMemory.Allocated() - before);
        }
        bytes = grown.Order().ElementAt(Loads / 2);
        return Text(times);
    }

    static string Member(NftablesDevice device, NftTable table)
    {
        var set = LargestSet(table);
        return Text(Enumerable.Range(0, Changes).Select(i =>
        {
            var one = set with { Elements = [Address(i)] };
            return TimeAndUndo(device, table, new RulesetStep.AddElements(one), new RulesetStep.RemoveElements(one));
        }));
    }

    // An isolated pod receives by a map and sends freely, as all pods here do; another one is in the sets of both.
    static string Pod(NftablesDevice device, NftTable table, bool isIsolated)
    {
        var map = table.Maps.Single(map => map.Name.Text == "ingress_v4");
        var open = table.Sets.OfType<NftSet.Addresses>().Where(set => set.Name.Text is "egress_open_v4" or "ingress_open_v4").ToList();
        return Text(Enumerable.Range(0, Changes).Select(i =>
        {
            var sets = open.Where(set => !isIsolated || set.Name.Text == "egress_open_v4").Select(set => set with { Elements = [Address(i)] }).ToList();
            var maps = isIsolated ? [map with { Elements = [KeyValuePair.Create(Address(i), map.Elements[0].Value)] }] : Array.Empty<NftVerdictMap>();
            return TimeAndUndo(
                device, table,
                [.. sets.Select(one => new RulesetStep.AddElements(one)), .. maps.Select(one => new RulesetStep.AddMapElements(one))],
                [.. sets.Select(one => new RulesetStep.RemoveElements(one)), .. maps.Select(one => new RulesetStep.RemoveMapElements(one))]);
        }));
    }

    static string MemberByDifference(NftablesDevice device, NftTable table)
    {
        var set = LargestSet(table);
        var changed = table with { Sets = table.Sets.Replace(set, set with { Elements = set.Elements.Add(Address(0)) }) };
        return Text(Enumerable.Range(0, Loads * 3).Select(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            device.Apply(table, changed);
            var time = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            device.Apply(changed, table);
            return time;
        }));
    }

    static NftSet.Addresses LargestSet(NftTable table) => table.Sets.OfType<NftSet.Addresses>().Where(set => set.Name.Text.StartsWith("pods", StringComparison.Ordinal)).MaxBy(set => set.Elements.Length)!;

    static double TimeAndUndo(NftablesDevice device, NftTable table, RulesetStep change, RulesetStep undo) =>
        TimeAndUndo(device, table, [change], [undo]);

    static double TimeAndUndo(NftablesDevice device, NftTable table, ImmutableArray<RulesetStep> change, ImmutableArray<RulesetStep> undo)
    {
        var difference = new RulesetDifference(table.Name, [new RulesetBatch(change)]);
        var start = Stopwatch.GetTimestamp();
        device.Apply(difference);
        var time = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        device.Apply(new RulesetDifference(table.Name, [new RulesetBatch(undo)]));
        return time;
    }

    static IpAddress Address(int i) => IpAddress.Create(IpFamily.IPv4, (UInt128)(FirstAddress + i));

    static string Text(IEnumerable<double> times)
    {
        var sorted = times.Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[0]:F1} ({sorted[sorted.Count / 2]:F1})");
    }
}

using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Merlon.Agent;
using Merlon.Agent.Tests.Clusters;
using Merlon.Agent.Kernel;
using Merlon.Agent.Objects;
using Merlon.Kubernetes;
using Merlon.Linux.Namespaces;
using Merlon.Nftables;
using Merlon.TestServer;

namespace Merlon.Bench.Agent;

/// <summary>
/// Where an agent's time goes, part by part, in this process: what a change costs from its decoding to the kernel's
/// acknowledgement, how much it allocates, and what stays in memory.
/// </summary>
static class AgentPhases
{
    const int Rounds = 300;

    static readonly string[] Parts = ["take", "settle", "compile", "compare", "kernel"];

    public static async Task RunAsync(int pods)
    {
        await using var server = await ApiServer.StartAsync();
        var cluster = new AgentCluster(server, pods, Math.Min(200, pods / 2), Math.Min(1000, pods));
        cluster.Fill();
        using var netns = NetworkNamespace.Create();
        using var kernel = netns.RunInside(NodeKernel.Open);
        var model = new NodeModel(new AgentOptions(AgentCluster.Node), (_, _) => { });
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = Stopwatch.GetTimestamp();
        await FillAsync(server, model);
        Console.WriteLine(Invariant($"{pods:N0} pods listed, decoded and filed: {Milliseconds(start):F0} ms"));
        start = Stopwatch.GetTimestamp();
        model.Settle();
        Console.WriteLine(Invariant($"policies: {Milliseconds(start):F0} ms"));
        start = Stopwatch.GetTimestamp();
        var running = kernel.Enforce(model.Ruleset.Whole(NftName.Fixed("merlon_a")));
        model.Ruleset.Commit(PolicyEpoch.Of(running));
        Console.WriteLine(Invariant($"compiled and loaded: {Milliseconds(start):F0} ms; {model.Ruleset.Size}"));
        Console.WriteLine(Invariant($"kept: {(GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6:F1} MB"));
        Console.WriteLine();
        Console.WriteLine($"| change | {string.Join(" | ", Parts)} | whole: p50 | p99 | KB allocated | collections of generation 2 |");
        Console.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", Parts.Length + 5))}");
        Measure("remote pod", cluster.ChangeRemotePod, () => Stored(server, "pods", "", "ns-0", "remote-probe"), model, kernel, running.Name);
        Measure("local pod", cluster.ChangeLocalPod, () => Stored(server, "pods", "", "ns-0", "local-probe"), model, kernel, running.Name);
        Measure("policy", cluster.ChangePolicy, () => Stored(server, "networkpolicies", "networking.k8s.io", "ns-0", "changing"), model, kernel, running.Name);
    }

    static async Task FillAsync(ApiServer server, NodeModel model)
    {
        var config = Path.GetTempFileName();
        await File.WriteAllTextAsync(config, KubeConfigs.For(server.Address));
        using var client = new KubernetesClient(Kubernetes.KubeConfig.Load(config).Access());
        File.Delete(config);
        foreach (var resource in WatchedResources.All)
        {
            var contents = await new ClusterReader(client).ReadAsync([resource], CancellationToken.None);
            var start = Stopwatch.GetTimestamp();
            model.Take(new ObjectChange.Relisted(resource, contents.Objects));
            if (resource.Kind == "Pod") Console.WriteLine(Invariant($"of it pods decoded and filed: {Milliseconds(start):F0} ms"));
        }
    }

    static void Measure(string name, Action<int> change, Func<ObjectChange> stored, NodeModel model, NodeKernel kernel, NftName table)
    {
        var parts = Parts.Select(_ => new List<double>()).ToImmutableArray();
        var made = new long[Parts.Length];
        var whole = new List<double>();
        var (allocated, collections) = (0L, GC.CollectionCount(2));
        PolicyEpoch? epoch = null;
        for (var round = 1; round <= Rounds; round++)
        {
            change(round);
            var happened = stored();
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var lastBytes = bytes;
            var start = Stopwatch.GetTimestamp();
            var last = start;
            model.Take(happened);
            Next(0);
            model.Settle();
            Next(1);
            var (current, wanted) = model.Ruleset.Step();
            Next(2);
            var difference = RulesetDifference.Between(current with { Name = table }, wanted with { Name = table }, epoch ?? PolicyEpoch.Of(current));
            Next(3);
            kernel.Apply(difference);
            epoch = PolicyEpoch.Of(difference.Outcome);
            model.Ruleset.Commit(epoch);
            Next(4);
            whole.Add(Milliseconds(start));
            allocated += GC.GetAllocatedBytesForCurrentThread() - bytes;

            void Next(int part)
            {
                var now = Stopwatch.GetTimestamp();
                parts[part].Add(Stopwatch.GetElapsedTime(last, now).TotalMilliseconds);
                var nowBytes = GC.GetAllocatedBytesForCurrentThread();
                made[part] += nowBytes - lastBytes;
                (last, lastBytes) = (Stopwatch.GetTimestamp(), nowBytes);
            }
        }
        Console.WriteLine(Invariant(
            $"| {name} | {string.Join(" | ", parts.Select((times, part) => Invariant($"{At(times, 0.2):F2} ms, {made[part] / Rounds / 1000} KB")))} | {At(whole, 0.5):F2} | {At(whole, 0.99):F2} | {allocated / Rounds / 1000} | {GC.CollectionCount(2) - collections} |"));
    }

    static ObjectChange.Put Stored(ApiServer server, string plural, string apiGroup, string @namespace, string name)
    {
        var found = server.Store.All(ServedResource.Of(plural, apiGroup)).First(stored => stored.Name == name && stored.Namespace == @namespace);
        var resource = WatchedResources.All.First(known => known.Plural == plural);
        return new ObjectChange.Put(resource, @namespace, name, "", "", found.Json);
    }

    static double At(List<double> times, double share)
    {
        times.Sort();
        return times[(int)((times.Count - 1) * share)];
    }

    static double Milliseconds(long start) => Stopwatch.GetElapsedTime(start).TotalMilliseconds;

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

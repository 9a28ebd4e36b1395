using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Merlon.Kubernetes;
using Merlon.TestServer;

namespace Merlon.Bench;

/// <summary>The first list of all pods of a cluster, taken by a process of its own: what it costs there.</summary>
static class WatchBench
{
    /// <summary>The name of the part that runs in the other process, with the server's address in the environment.</summary>
    public const string ClientName = "watch-client";

    const string AddressVariable = "MERLON_BENCH_SERVER";

    public static async Task RunAsync(string root)
    {
        Console.WriteLine("| pods | bytes of each at the server | kept | processor ms | peak resident MB |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var pods in new[] { 0, 10_000, 100_000 })
        {
            await using var server = await ApiServer.StartAsync();
            var size = Fill(server, root, pods);
            var start = new ProcessStartInfo(Environment.ProcessPath!, [root, ClientName]) { RedirectStandardOutput = true };
            start.Environment[AddressVariable] = $"{server.Address}";
            using var client = Process.Start(start)!;
            var measured = await client.StandardOutput.ReadToEndAsync();
            await client.WaitForExitAsync();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {pods:N0} | {size:N0} | {measured.Trim()} |"));
        }
    }

    public static async Task RunClientAsync()
    {
        var folder = Directory.CreateTempSubdirectory("merlon-bench-");
        var config = Path.Combine(folder.FullName, "config");
        File.WriteAllText(config, $$"""
            current-context: bench
            contexts: [{name: bench, context: {cluster: bench} }]
            clusters: [{name: bench, cluster: {server: "{{Environment.GetEnvironmentVariable(AddressVariable)}}"} }]
            """);
        using var client = new KubernetesClient(KubeConfig.Load(config).Access());
        folder.Delete(recursive: true);
        var watch = new ClusterWatch(client, KnownResources.Endpoints.Where(known => known.Kind == "Pod"));
        using var stop = new CancellationTokenSource();
        var running = watch.RunAsync(stop.Token);
        var list = (ObjectChange.Relisted)await watch.Changes.ReadAsync(stop.Token);
        var kept = list.All.IsEmpty ? 0 : list.All.Sum(put => (long)put.Json.Length) / list.All.Length;
        var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{kept:N0} | {process.TotalProcessorTime.TotalMilliseconds:N0} | {process.PeakWorkingSet64 >> 20:N0}"));
        await stop.CancelAsync();
        await running;
    }

    static int Fill(ApiServer server, string root, int pods)
    {
        var file = Path.Combine(root, "tests", "Merlon.Kubernetes.Tests", "Decoding", "Objects", "Pod.json");
        var template = JsonNode.Parse(File.ReadAllText(file))!;
        var resource = ServedResource.Of("pods");
        for (var i = 0; i < pods; i++)
        {
            var pod = template.DeepClone().AsObject();
            pod["status"]!["podIP"] = $"10.{i >> 16}.{(i >> 8) & 255}.{i & 255}";
            server.Store.Put(resource, $"ns-{i % 200}", $"web-{i:000000}", pod);
        }
        return pods == 0 ? 0 : server.Store.All(resource)[0].Json.Length;
    }
}

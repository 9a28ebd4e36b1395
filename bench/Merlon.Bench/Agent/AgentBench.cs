using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Merlon.Agent.Tests;
using Merlon.Agent.Tests.Clusters;
using Merlon.Linux.Namespaces;
using Merlon.TestServer;

namespace Merlon.Bench.Agent;

/// <summary>
/// The program as a node runs it, in a network namespace of its own, beside an API server of this process: how long from
/// a change at the server to the change in the kernel, how long a start takes, and what the program needs.
/// </summary>
static partial class AgentBench
{
    const int Rounds = 1000;
    const int LocalPods = 200;
    const int Policies = 1000;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(20);

    /// <param name="root">The checkout, whose published program is measured.</param>
    /// <param name="sizes">How many pods the clusters have; none for the usual sizes.</param>
    public static async Task RunAsync(string root, IReadOnlyList<string> sizes)
    {
        // Others on the machine would be measured with it.
        Console.WriteLine($"Load before: {(await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0]}\n");
        Console.WriteLine("| pods | policies | start: elapsed, processor s | resident MB | idle CPU % | remote pod: p50, p99 ms (of it the agent's own) | local pod | policy |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        var chosen = sizes.Count == 0 ? [100, 1_000, 10_000, 100_000] : sizes.Select(size => int.Parse(size, CultureInfo.InvariantCulture));
        var program = Path.Combine(root, "artifacts", "merlon", "Merlon.Cli");
        foreach (var pods in chosen) await MeasureAsync(program, pods);
    }

    static async Task MeasureAsync(string program, int pods)
    {
        await using var server = await ApiServer.StartAsync();
        var policies = Math.Min(Policies, pods);
        var cluster = new AgentCluster(server, pods, Math.Min(LocalPods, pods / 2), policies);
        cluster.Fill();
        using var netns = NetworkNamespace.Create();
        await using var relay = new Relay(netns, () => server.Address);
        var folder = Directory.CreateTempSubdirectory("merlon-bench-").FullName;
        var config = Path.Combine(folder, "config");
        await File.WriteAllTextAsync(config, KubeConfigs.For(relay.Address));

        var start = Stopwatch.StartNew();
        using var agent = new AgentProgram(
            program, netns, ["agent", "--node", AgentCluster.Node, "--kubeconfig", config, "--listen", "none", "--socket", "none"]);
        agent.AwaitLog("in force");
        start.Stop();
        var startTime = agent.ProcessorTime;

        var times = new Action<int>[] { cluster.ChangeRemotePod, cluster.ChangeLocalPod, cluster.ChangePolicy }.Select(change => Times(agent, change)).ToArray();
        var idle = agent.ProcessorShare(IdleTime);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {pods:N0} | {policies:N0} | {start.Elapsed.TotalSeconds:F1}, {startTime.TotalSeconds:F1} | {agent.ResidentBytes / 1e6:F0} | {idle * 100:F2} | {string.Join(" | ", times.Select(Percentiles))} |"));
        Directory.Delete(folder, recursive: true);
    }

    // The program tells of a change once the kernel has acknowledged it, and how long it took from when it took note of it.
    static (List<double> Whole, List<double> Own) Times(AgentProgram agent, Action<int> change)
    {
        var (times, own) = (new List<double>(), new List<double>());
        for (var round = 1; round <= Rounds; round++)
        {
            Thread.Sleep(Pause);
            var number = agent.Changes + 1;
            var start = Stopwatch.GetTimestamp();
            change(round);
            agent.AwaitChange(number);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            own.Add(double.Parse(OwnTime().Match(agent.ChangeLine(number)).Groups[1].Value, CultureInfo.InvariantCulture));
        }
        return (times, own);
    }

    static string Percentiles((List<double> Whole, List<double> Own) times) => $"{Percentiles(times.Whole)} ({Percentiles(times.Own)})";

    static string Percentiles(List<double> times)
    {
        times.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"{times[times.Count / 2]:F1}, {times[times.Count * 99 / 100]:F1}");
    }

    [GeneratedRegex(@"events, ([0-9.]+) ms;")]
    private static partial Regex OwnTime();
}

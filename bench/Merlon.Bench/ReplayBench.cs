using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Merlon.Bench;

/// <summary>A million recorded flows over 1,000 pods and 500 policies, against reading the same lines alone.</summary>
static class ReplayBench
{
    const int Pods = 1_000;
    const int Policies = 500;
    const int Flows = 1_000_000;
    const int Rounds = 5;

    public static void Run(string root)
    {
        var folder = Directory.CreateTempSubdirectory("merlon-bench-");
        try
        {
            var world = new SyntheticCluster(seed: 1, Pods, Policies);
            File.WriteAllText(Path.Combine(folder.FullName, "cluster.yaml"), world.ClusterYaml());
            File.WriteAllText(Path.Combine(folder.FullName, "policies.yaml"), world.PoliciesYaml());
            var flows = Path.Combine(Path.GetTempPath(), Path.GetFileName(folder.FullName) + ".jsonl");
            File.WriteAllLines(flows, world.Flows(Flows));
            var program = Path.Combine(root, "artifacts", "merlon", "Merlon.Cli");
            Contest.Run(
                string.Create(CultureInfo.InvariantCulture, $"replay: {Flows:N0} flows, {Pods:N0} pods, {Policies} policies, one core"),
                Rounds,
                ("parse each line as JSON", () => ParseLines(flows)),
                ("merlon replay, whole process", () => Replay(program, folder.FullName, flows)));
            File.Delete(flows);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static void ParseLines(string path)
    {
        foreach (var line in File.ReadLines(path))
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(line));
            while (reader.Read())
            {
            }
        }
    }

    // Pinned to one core: the runtime's helper threads must not count as a second one.
    static void Replay(string program, string folder, string flows)
    {
        var start = new ProcessStartInfo("taskset", ["-c", "0", program, "replay", folder, "--flows", flows]) { RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("taskset did not start.");
        process.StandardOutput.BaseStream.CopyTo(Stream.Null);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"replay ended with {process.ExitCode}.");
    }
}

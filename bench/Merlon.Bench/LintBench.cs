using System.Diagnostics;
using System.Globalization;

namespace Merlon.Bench;

/// <summary>10,000 policies over 1,000 pods linted, against reading them alone.</summary>
static class LintBench
{
    const int Pods = 1_000;
    const int Policies = 10_000;
    const int Rounds = 5;

    public static void Run(string root)
    {
        var folder = Directory.CreateTempSubdirectory("merlon-bench-");
        try
        {
            var world = new SyntheticCluster(seed: 1, Pods, Policies);
            File.WriteAllText(Path.Combine(folder.FullName, "cluster.yaml"), world.ClusterYaml());
            File.WriteAllText(Path.Combine(folder.FullName, "policies.yaml"), world.PoliciesYaml());
            var program = Path.Combine(root, "artifacts", "merlon", "Merlon.Cli");
            // A file that has nothing to do with it, so that reading is all there is to the first way.
            File.WriteAllText(Path.Combine(folder.FullName, "question.jsonl"), "");
            Contest.Run(
                string.Create(CultureInfo.InvariantCulture, $"lint: {Policies:N0} policies, {Pods:N0} pods, whole processes"),
                Rounds,
                ("read and compile them (replay of no flows)", () => Start(program, "replay", folder.FullName, "--flows", Path.Combine(folder.FullName, "question.jsonl"))),
                ("lint", () => Start(program, "lint", folder.FullName, "-o", "json")),
                ("lint the policies alone, without the pods", () => Start(program, "lint", Path.Combine(folder.FullName, "policies.yaml"), "-o", "json")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static void Start(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{file} did not start.");
        process.StandardOutput.BaseStream.CopyTo(Stream.Null);
        process.WaitForExit();
        if (process.ExitCode > 1) throw new InvalidOperationException($"{file} {arguments[0]} ended with {process.ExitCode}.");
    }
}

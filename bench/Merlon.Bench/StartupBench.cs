using System.Diagnostics;

namespace Merlon.Bench;

/// <summary>The first answer on small files: whole processes, against the runtime's own start.</summary>
static class StartupBench
{
    public static void Run(string root)
    {
        var program = Path.Combine(root, "artifacts", "merlon", "Merlon.Cli");
        var launcher = Path.Combine(root, "merlon");
        string[] question = ["explain", Path.Combine(root, "samples", "backend"), "--from", "default/frontend", "--to", "default/redis", "--port", "6379"];
        Contest.Run(
            "First answer: explain on two small files",
            30,
            ("the runtime alone (--version)", () => Start(program, "--version")),
            ("explain", () => Start(program, question)),
            ("explain through ./merlon", () => Start(launcher, question)));
    }

    static void Start(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{file} did not start.");
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
    }
}

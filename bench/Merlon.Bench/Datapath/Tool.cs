using System.Diagnostics;

namespace Merlon.Bench.Datapath;

/// <summary>Programs, run in the namespace of the thread that starts them.</summary>
static class Tool
{
    public static void Run(string program, string[] arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {errors.Result}");
    }
}

using System.Diagnostics;

namespace Merlon.Conformance.Tests.Rig;

/// <summary>Runs a program in the network namespace of the calling thread.</summary>
static class Tool
{
    static readonly string[] Folders = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"];

    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message is what it wrote to standard error.</exception>
    public static string Run(string program, IEnumerable<string> arguments, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A child is forked from this very thread and so starts in its namespace.
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        var complaint = error.GetAwaiter().GetResult();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', start.ArgumentList)}: {complaint}");
        return output.GetAwaiter().GetResult();
    }

    public static bool Exists(string program) =>
        Folders.Any(folder => File.Exists(Path.Combine(folder, program)));
}

using System.Diagnostics;

namespace Merlon.Linux.Tests;

/// <summary>Programs that tests look at the kernel with. They run in the namespace of the thread that starts them.</summary>
static class Tool
{
    public static string Run(string program, params string[] arguments) => Run(program, arguments, input: null);

    public static string Run(string program, string[] arguments, string? input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (input is not null) process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.Result}\n{input}");
        return output.Result;
    }
}

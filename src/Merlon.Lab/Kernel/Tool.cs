using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Merlon.Lab.Kernel;

/// <summary>Runs the programs that set networks up.</summary>
static class Tool
{
    /// <summary>Runs a program, with an argument list and text on its standard input.</summary>
    /// <exception cref="LabException">It is missing or fails; the message has what it said, and the line it speaks of.</exception>
    public static string Run(string program, IEnumerable<string> arguments, string input = "")
    {
        var start = new ProcessStartInfo(Tools.Find(program), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start) ?? throw new LabException($"{program} cannot be started");
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            Feed(process, input);
            process.WaitForExit();
            if (process.ExitCode == 0) return output.GetAwaiter().GetResult();
            throw new LabException($"{program} failed: {WithLine(error.GetAwaiter().GetResult().Trim(), input)}");
        }
        catch (Win32Exception e)
        {
            throw new LabException($"{program} cannot be started: {e.Message}", e);
        }
    }

    /// <summary>Runs a program with this process's own input and output, and gives its exit code.</summary>
    public static int Attach(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Tools.Find(program), arguments))
            ?? throw new LabException($"{program} cannot be started");
        process.WaitForExit();
        return process.ExitCode;
    }

    // A program that gives up early closes its input; what it says tells why.
    static void Feed(Process process, string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException) when (process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            return;
        }
    }

    // ip says `Command failed -:12`, nft `/dev/stdin:12:3-7: Error: …`.
    static string WithLine(string error, string input)
    {
        foreach (var marker in new[] { "Command failed -:", "/dev/stdin:" })
        {
            var at = error.IndexOf(marker, StringComparison.Ordinal);
            if (at < 0) continue;
            var digits = new string([.. error[(at + marker.Length)..].TakeWhile(char.IsAsciiDigit)]);
            var lines = input.Split('\n');
            if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= lines.Length)
            {
                return $"{error} in `{lines[number - 1].Trim()}`";
            }
        }
        return error;
    }
}

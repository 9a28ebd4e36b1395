using System.Globalization;
using Merlon.Diagnostics;

namespace Merlon.Cli.Output;

/// <summary>Writes findings as workflow commands, which GitHub shows beside the lines of a pull request.</summary>
static class LintGithub
{
    public static void Write(LintReport report, Terminal terminal)
    {
        using var text = terminal.OpenText();
        foreach (var finding in report.Result.Findings)
        {
            var (file, line, column) = (finding.Location.File, finding.Location.Line, finding.Location.Column);
            // An object of a server has no lines.
            var place = line == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"line={line},col={column},");
            text.WriteLine(
                $"::{Command(finding.Severity)} file={Property(file)},{place}title={Property(finding.Code.Id)}"
                    + $"::{Message(finding.Message)}");
        }
    }

    static string Command(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Info => "notice",
        _ => throw new InvalidOperationException($"No command for {severity}."),
    };

    static string Message(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    static string Property(string text) => Message(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}

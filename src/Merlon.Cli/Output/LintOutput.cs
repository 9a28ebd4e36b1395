using System.Collections.Immutable;

namespace Merlon.Cli.Output;

/// <summary>The formats that lint writes.</summary>
static class LintOutput
{
    public static ImmutableArray<string> Names { get; } = ["text", "json", "sarif", "github", "junit"];

    /// <summary>What writes the format; null where there is none of this name.</summary>
    public static Action<LintReport, Terminal>? Named(string name) => name switch
    {
        "text" => WriteText,
        "json" => (report, terminal) =>
            Json.Write(terminal, writer => LintJson.Write(writer, report.Result.Findings)),
        "sarif" => (report, terminal) => Json.Write(terminal, writer => LintSarif.Write(writer, report)),
        "github" => LintGithub.Write,
        "junit" => LintJUnit.Write,
        _ => null,
    };

    static void WriteText(LintReport report, Terminal terminal)
    {
        using var text = terminal.OpenText();
        LintText.Write(new Page(text, new Ink(terminal.UseColor)), report);
    }
}

using System.Text;
using Merlon.Diagnostics;

namespace Merlon.Linting;

/// <summary>Writes the catalogue as a page of Markdown: <c>docs/lint.md</c> is what it writes.</summary>
public static class LintCatalogue
{
    public static string ToMarkdown()
    {
        var page = new StringBuilder();
        page.Append("# What lint finds\n")
            .Append("Written by the checks themselves: `merlon lint --explain CODE` tells the same. Each example is ")
            .Append("linted by a test.\n\n")
            .Append("| code | severity | when |\n|---|---|---|\n");
        foreach (var rule in LintRules.All)
        {
            page.Append($"| [{rule.Code}](#{Anchor(rule.Code)}) | {Word(rule.Code.Severity)} | {rule.Code.Title} |\n");
        }
        foreach (var rule in LintRules.All) Write(page, rule);
        return page.ToString();
    }

    static void Write(StringBuilder page, LintRule rule)
    {
        page.Append($"\n## {rule.Code}\n{Capital(rule.Code.Title)}.\n\n{rule.Meaning}\n");
        if (rule.Example is not null) page.Append($"\n```{Language(rule)}\n{rule.Example}```\n");
        if (rule.Better is not null) page.Append($"\nInstead:\n```{Language(rule)}\n{rule.Better}```\n");
    }

    /// <summary>The fragment under which the page shows a code.</summary>
    public static string Anchor(DiagnosticCode code) => code.Id.ToLowerInvariant();

    static string Language(LintRule rule) => rule.IsScript ? "sh" : "yaml";

    static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    static string Word(Severity severity) => severity.ToString().ToLowerInvariant();
}

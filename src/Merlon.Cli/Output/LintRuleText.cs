using Merlon.Linting;

namespace Merlon.Cli.Output;

/// <summary>Writes what a code means, for a person.</summary>
static class LintRuleText
{
    public static void Write(Page page, LintRule rule)
    {
        var severity = LintJson.SeverityWord(rule.Code.Severity);
        page.Line($"{page.Ink.Strong(rule.Code.Id)}   {severity}: {rule.Code.Title}");
        page.Line();
        page.Wrapped(rule.Meaning, 0);
        WriteExample(page, "For example:", rule.Example);
        WriteExample(page, "Instead:", rule.Better);
    }

    static void WriteExample(Page page, string heading, string? text)
    {
        if (text is null) return;
        page.Line();
        page.Line(heading);
        foreach (var line in text.TrimEnd('\n').Split('\n')) page.Line(line.Length == 0 ? "" : $"    {line}");
    }
}

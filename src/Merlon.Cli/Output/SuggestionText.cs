using Merlon.Apis.NetworkPolicyV1;

namespace Merlon.Cli.Output;

/// <summary>Shows a suggested policy and what else it would do.</summary>
static class SuggestionText
{
    public static void Write(Page page, Suggestion suggestion)
    {
        page.Line();
        page.Line(suggestion.AlsoOpens.IsEmpty
            ? "  The smallest change that allows this flow and no other (--suggest writes it):"
            : "  A change that allows this flow (--suggest writes it):");
        foreach (var line in suggestion.Yaml.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            page.Line($"    {page.Ink.Good("+ " + line)}");
        }
        WriteCaveats(page, suggestion);
    }

    /// <summary>Why there is no suggestion, and what would help.</summary>
    public static void WriteObstacle(Page page, string obstacle)
    {
        page.Line();
        page.Wrapped($"  {char.ToUpperInvariant(obstacle[0])}{obstacle[1..]}", 2);
    }

    public static void WriteCaveats(Page page, Suggestion suggestion)
    {
        if (suggestion.Caveat is { } caveat) page.Wrapped($"  {caveat}.", 2);
        if (suggestion.AlsoOpens.IsEmpty) return;
        page.Line("  Labels do not tell the ends apart from others, so this opens too:");
        foreach (var flow in suggestion.AlsoOpens)
        {
            page.Line($"    {flow.Source} → {flow.Destination}   {flow.PortText}");
        }
    }
}

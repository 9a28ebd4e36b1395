using System.Text.RegularExpressions;

namespace Merlon.Manifests.Nodes;

/// <summary>
/// Works around a defect of the YAML library: in a flow mapping it refuses an explicit key whose colon stands on the
/// next line (<c>{? key⏎ : value}</c>), which is how Go's emitter writes long keys. A quoted key in the same place is
/// read well, and is as long, so that lines and columns stay what they were.
/// </summary>
static partial class ExplicitFlowKeys
{
    /// <summary>The text with such keys quoted; null where it has none.</summary>
    public static string? Quote(string text) =>
        ExplicitKey().IsMatch(text) ? ExplicitKey().Replace(text, "\"${key}\"") : null;

    [GeneratedRegex(
        @"(?<=[{,]\s*)\? (?<key>[A-Za-z0-9][A-Za-z0-9_./-]*)(?=[ \t]*\r?\n[ \t]*:)", RegexOptions.CultureInvariant)]
    private static partial Regex ExplicitKey();
}

using Merlon.Diagnostics;

namespace Merlon.Manifests.Nodes;

/// <summary>
/// Looks at a text that could not be read for the two mistakes that people make, and names them instead.
/// </summary>
static class YamlFaults
{
    /// <summary>So many lines with tabs are named; the text has to be mended as a whole anyway.</summary>
    const int MaxTabs = 100;

    static readonly string[] Headers = ["metadata:", "spec:"];

    /// <summary>The faults, with lost indentation and tabs told apart from other broken syntax.</summary>
    public static IReadOnlyList<DocumentFault> Refine(string text, int firstLine, IReadOnlyList<DocumentFault> faults)
    {
        var lines = text.Split('\n');
        if (FlatLine(lines) is { } flat)
        {
            var repeated = faults.Count(fault => fault.Code == DiagnosticCodes.YamlDuplicateKey);
            var reads = repeated > 0 ? $"{repeated} keys are repeated" : "it does not parse";
            return [FlatFault(firstLine + flat, reads)];
        }
        var tabs = TabFaults(lines, firstLine).Take(MaxTabs).ToList();
        if (tabs.Count == 0) return faults;
        return [.. faults.Where(fault => !IsConsequence(fault, tabs[0])), .. tabs];
    }

    // Whatever follows a tab is a consequence of it; the library reports some tabs where their object begins.
    static bool IsConsequence(DocumentFault fault, DocumentFault tab) => fault.Code == DiagnosticCodes.YamlSyntax
        && (fault.Line >= tab.Line
            || fault.Message.EndsWith("found invalid tab as indentation", StringComparison.Ordinal));

    /// <param name="line">Where the first header without its fields stands.</param>
    /// <param name="reads">What comes of the text as it stands: <c>it does not parse</c>.</param>
    public static DocumentFault FlatFault(int line, string reads) => new(
        DiagnosticCodes.YamlFlat,
        $"the text has lost its indentation: the fields of metadata and spec stand at the top level; as it stands, "
            + $"{reads}. `merlon lint --repair` indents it again",
        line,
        1);

    // A header without value whose next line stands at the margin and begins a field that belongs below it.
    static int? FlatLine(string[] lines)
    {
        var margin = lines.Where(line => line.Trim().Length > 0).Select(Indent).DefaultIfEmpty(0).Min();
        lines = [.. lines.Select(line => line.Length < margin ? "" : line[margin..])];
        if (!lines.Any(line => line.StartsWith("kind:", StringComparison.Ordinal))) return null;
        for (var i = 0; i < lines.Length; i++)
        {
            if (!Headers.Contains(lines[i].TrimEnd())) continue;
            var next = lines.Skip(i + 1).FirstOrDefault(line => line.Trim() is not ("" or ['#', ..]))?.TrimEnd() ?? "";
            if (next.Length > 0 && char.IsAsciiLetter(next[0]) && next.Contains(':', StringComparison.Ordinal)
                && !Headers.Any(header => next.StartsWith(header, StringComparison.Ordinal))
                && !next.StartsWith("status:", StringComparison.Ordinal)) return i;
        }
        return null;
    }

    static int Indent(string line) => line.Length - line.TrimStart(' ').Length;

    static IEnumerable<DocumentFault> TabFaults(string[] lines, int firstLine)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            var indent = lines[i].Length - lines[i].TrimStart(' ', '\t').Length;
            var tab = lines[i].AsSpan(0, indent).IndexOf('\t');
            if (tab < 0 || lines[i].AsSpan(indent).TrimEnd() is [] or ['#', ..]) continue;
            yield return new DocumentFault(
                DiagnosticCodes.YamlTab,
                "the line is indented with a tab: YAML allows spaces only",
                firstLine + i,
                tab + 1);
        }
    }
}

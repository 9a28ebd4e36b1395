using System.Collections.Immutable;
using System.Text;
using Merlon.Diagnostics;
using Merlon.Documents;
using Merlon.Linting.Repair;
using Merlon.Manifests;

namespace Merlon.Linting.Unstored;

/// <summary>A text of which the flat documents are indented again, every line where it was.</summary>
sealed class IndentedText
{
    readonly ImmutableArray<string> _written;
    readonly ImmutableArray<string> _lines;

    IndentedText(SourceText source, string indented)
    {
        _written = Lines(Encoding.UTF8.GetString(source.Content.Span));
        _lines = Lines(indented);
        Indented = source with { Content = Encoding.UTF8.GetBytes(indented) };
    }

    /// <summary>The flat documents alone.</summary>
    public SourceText Indented { get; }

    /// <summary>The texts among those that were read in which documents lost their indentation.</summary>
    public static IEnumerable<IndentedText> Of(ManifestSet manifests, LintOptions options)
    {
        var files = manifests.Diagnostics.Where(found => found.Code == DiagnosticCodes.YamlFlat)
            .Select(found => found.Location.File)
            .ToHashSet(StringComparer.Ordinal);
        if (files.Count == 0) return [];
        return options.Sources.Where(source => !DocumentReader.IsDocument(source.Name))
            .Concat(options.Documents.SelectMany(DocumentReader.Manifests))
            .Where(source => files.Contains(source.Name))
            .Select(source => (Source: source, Indented: Repairer.RepairInPlace(source)))
            .Where(text => text.Indented is not null)
            .Select(text => new IndentedText(text.Source, text.Indented!));
    }

    /// <summary>Whether the place is in one of its flat documents.</summary>
    public bool Holds(SourceLocation place) => place.File == Indented.Name && LineOf(_lines, place.Line).Length > 0;

    /// <summary>The finding where the text as written has it. What would mend it is said of another text: nothing does.</summary>
    public Diagnostic AsWritten(Diagnostic finding) => finding with
    {
        Message = $"Indented again: {finding.Message}",
        Location = finding.Location with { Column = ColumnOf(finding.Location) },
        Fix = null,
    };

    int ColumnOf(SourceLocation location)
    {
        var (written, line) = (LineOf(_written, location.Line), LineOf(_lines, location.Line));
        return Math.Max(1, location.Column - Indent(line) + Indent(written));
    }

    static string LineOf(ImmutableArray<string> lines, int number) =>
        0 < number && number <= lines.Length ? lines[number - 1] : "";

    static int Indent(string line) => line.Length - line.TrimStart().Length;

    static ImmutableArray<string> Lines(string text) => [.. text.Split('\n')];
}

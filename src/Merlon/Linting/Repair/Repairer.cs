using System.Collections.Immutable;
using System.Text;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Manifests.Nodes;

namespace Merlon.Linting.Repair;

/// <summary>Writes documents that lost their indentation anew, from the schemas of their kinds.</summary>
public static class Repairer
{
    /// <summary>
    /// The text with every flat document indented and all others as they are. What is written is to be read by a person
    /// before it is used.
    /// </summary>
    public static FlatRepair Repair(SourceText source)
    {
        var text = new StringBuilder();
        var notes = ImmutableArray.CreateBuilder<string>();
        foreach (var document in DocumentSplitter.Split(source.Content))
        {
            var own = Encoding.UTF8.GetString(document.Bytes.Span);
            if (!IsFlat(new SourceText(source.Name, document.Bytes)))
            {
                text.Append(own);
                continue;
            }
            var repair = FlatReader.Read(own, document.FirstLine);
            text.Append(own.StartsWith("---", StringComparison.Ordinal) ? "---\n" : "").Append(repair.Yaml);
            notes.AddRange(repair.Notes);
        }
        return new FlatRepair(text.ToString(), notes.ToImmutable());
    }

    /// <summary>
    /// The flat documents of the text alone, indented, each of their lines where it was; null where there is none.
    /// </summary>
    internal static string? RepairInPlace(SourceText source)
    {
        var text = new LineWriter(keepsLines: true);
        var flat = DocumentSplitter.Split(source.Content)
            .Where(document => IsFlat(new SourceText(source.Name, document.Bytes)))
            .ToList();
        foreach (var document in flat)
        {
            if (document != flat[0])
            {
                text.Append("---");
                text.EndLine();
            }
            FlatReader.ReadTree(Encoding.UTF8.GetString(document.Bytes.Span), document.FirstLine).WriteTo(text);
        }
        return flat.Count == 0 ? null : text.ToString();
    }

    static bool IsFlat(SourceText document) =>
        ManifestReader.Read([document]).Diagnostics.Any(found => found.Code == DiagnosticCodes.YamlFlat);
}

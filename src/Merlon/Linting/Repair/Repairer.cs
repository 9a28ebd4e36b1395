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

    static bool IsFlat(SourceText document) =>
        ManifestReader.Read([document]).Diagnostics.Any(found => found.Code == DiagnosticCodes.YamlFlat);
}

using System.Collections.Immutable;
using System.Text;
using Merlon.Diagnostics;
using Merlon.Manifests.Nodes;

namespace Merlon.Manifests;

/// <summary>
/// Reads manifests: YAML streams and JSON values, <c>List</c> kinds included. Reports every problem in one run, uses
/// what can be read, and names what cannot.
/// </summary>
public static class ManifestReader
{
    const int DocumentsAtOnce = 256;

    /// <param name="sources">The texts, in the order in which they would be applied: of two objects with one name the
    /// last counts.</param>
    /// <param name="options">How to read them.</param>
    public static ManifestSet Read(IEnumerable<SourceText> sources, ReadOptions? options = null)
    {
        var collector = new ResourceCollector(options ?? ReadOptions.Default);
        foreach (var source in sources) ReadSource(source, collector);
        return collector.ToManifestSet();
    }

    static void ReadSource(SourceText source, ResourceCollector collector)
    {
        var limits = collector.Options.Limits;
        var bytes = source.Content;
        if (source.IsStored)
        {
            var (roots, faults) = JsonTreeBuilder.Build(bytes.Span, firstLine: 0, limits);
            if (faults.Count > 0) collector.AddUnreadable(source.Name, 0, "", faults);
            foreach (var root in roots) collector.AddStored(source.Name, root);
            return;
        }
        if (bytes.Length > limits.MaxSourceBytes)
        {
            Fail(DiagnosticCodes.InputLimit, TooLarge(bytes.Length, limits));
            return;
        }
        if (TextDecoder.ForeignEncoding(bytes.Span) is { } foreign)
        {
            Fail(DiagnosticCodes.YamlEncoding, foreign);
            return;
        }
        if (bytes.Span.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        var documents = DocumentSplitter.Split(bytes);
        if (documents.Count > limits.MaxDocuments)
        {
            Fail(DiagnosticCodes.InputLimit, $"more than {limits.MaxDocuments:N0} documents: split the file");
            return;
        }
        foreach (var document in Parse(documents, collector.Options)) Add(source.Name, document, collector);

        void Fail(DiagnosticCode code, string message)
        {
            var fault = new DocumentFault(code, message, 1, 1);
            collector.AddUnreadable(source.Name, 1, "", [fault]);
        }
    }

    /// <summary>The message for a source that is over the limit.</summary>
    public static string TooLarge(long bytes, ManifestLimits limits) =>
        $"{bytes >> 20:N0} MiB is more than the limit of {limits.MaxSourceBytes >> 20:N0} MiB: split the file, "
            + "or raise the limit";

    // In order. Where workers are lent, so many at a time that the trees of few are in memory at once.
    static IEnumerable<ParsedDocument> Parse(IReadOnlyList<DocumentText> documents, ReadOptions options)
    {
        if (options.Workers.Count == 1 || documents.Count < DocumentsAtOnce)
        {
            return documents.Select(document => Parse(document, options.Limits));
        }
        return documents.Chunk(DocumentsAtOnce).SelectMany(chunk =>
        {
            var parsed = new ParsedDocument[chunk.Length];
            options.Workers.Run(chunk.Length, i => parsed[i] = Parse(chunk[i], options.Limits));
            return parsed;
        });
    }

    static ParsedDocument Parse(DocumentText document, ManifestLimits limits)
    {
        var json = document.WithoutMarker();
        if (TextDecoder.Check(document) is { } encodingFault)
        {
            return new ParsedDocument(document.FirstLine, Encoding.UTF8.GetString(document.Bytes.Span), [], [encodingFault]);
        }
        return IsJson(json.Bytes.Span) ? ParseJson(document, json, limits) : ParseYaml(document, limits);
    }

    static ParsedDocument ParseYaml(DocumentText document, ManifestLimits limits)
    {
        var text = Encoding.UTF8.GetString(document.Bytes.Span);
        var (roots, faults) = YamlTreeBuilder.Build(text, document.FirstLine, limits);
        return faults.Count == 0
            ? new ParsedDocument(document.FirstLine, "", roots, faults)
            : new ParsedDocument(document.FirstLine, text, roots, YamlFaults.Refine(text, document.FirstLine, faults));
    }

    static ParsedDocument ParseJson(DocumentText document, DocumentText json, ManifestLimits limits)
    {
        var (roots, faults) = JsonTreeBuilder.Build(json.Bytes.Span, json.FirstLine, limits);
        // What looks like JSON and is not may be a YAML flow mapping, as kubectl reads it then.
        if (faults.Any(fault => fault.Code == DiagnosticCodes.YamlSyntax)
            && YamlTreeBuilder.Build(Encoding.UTF8.GetString(document.Bytes.Span), document.FirstLine, limits)
                is { Faults.Count: 0 } yaml)
        {
            (roots, faults) = yaml;
        }
        return new ParsedDocument(document.FirstLine, "", roots, faults);
    }

    static void Add(string name, ParsedDocument document, ResourceCollector collector)
    {
        if (document.Faults.Count > 0)
        {
            collector.AddUnreadable(name, document.FirstLine, document.Text, document.Faults);
        }
        foreach (var root in document.Roots) collector.AddDocument(name, root);
    }

    // A JSON object starts with a quoted key or ends at once; a YAML flow mapping need not.
    static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        var text = bytes.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty || text[0] is not ((byte)'{' or (byte)'[')) return false;
        var next = text[1..].TrimStart(" \t\r\n"u8);
        return next.IsEmpty || next[0] is (byte)'"' or (byte)'}' or (byte)'{' or (byte)'[' or (byte)']';
    }

    /// <summary>What a document is as a tree, or why it is none.</summary>
    sealed record ParsedDocument(int FirstLine, string Text, IReadOnlyList<Node> Roots, IReadOnlyList<DocumentFault> Faults);
}

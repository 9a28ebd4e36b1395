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
        foreach (var document in documents) ReadDocument(source.Name, document, collector);

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

    static void ReadDocument(string name, DocumentText document, ResourceCollector collector)
    {
        var json = document.WithoutMarker();
        if (TextDecoder.Check(document) is { } encodingFault)
        {
            collector.AddUnreadable(
                name, document.FirstLine, Encoding.UTF8.GetString(document.Bytes.Span), [encodingFault]);
        }
        else if (IsJson(json.Bytes.Span)) ReadJson(name, document, json, collector);
        else ReadYaml(name, document, collector);
    }

    static void ReadYaml(string name, DocumentText document, ResourceCollector collector)
    {
        var text = Encoding.UTF8.GetString(document.Bytes.Span);
        var (roots, faults) = YamlTreeBuilder.Build(text, document.FirstLine, collector.Options.Limits);
        if (faults.Count > 0)
        {
            collector.AddUnreadable(
                name, document.FirstLine, text, YamlFaults.Refine(text, document.FirstLine, faults));
        }
        foreach (var root in roots) collector.AddDocument(name, root);
    }

    static void ReadJson(string name, DocumentText document, DocumentText json, ResourceCollector collector)
    {
        var limits = collector.Options.Limits;
        var (roots, faults) = JsonTreeBuilder.Build(json.Bytes.Span, json.FirstLine, limits);
        // What looks like JSON and is not may be a YAML flow mapping, as kubectl reads it then.
        if (faults.Any(fault => fault.Code == DiagnosticCodes.YamlSyntax)
            && YamlTreeBuilder.Build(Encoding.UTF8.GetString(document.Bytes.Span), document.FirstLine, limits)
                is { Faults.Count: 0 } yaml)
        {
            (roots, faults) = yaml;
        }
        if (faults.Count > 0) collector.AddUnreadable(name, document.FirstLine, "", faults);
        foreach (var root in roots) collector.AddDocument(name, root);
    }

    // A JSON object starts with a quoted key or ends at once; a YAML flow mapping need not.
    static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        var text = bytes.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty || text[0] is not ((byte)'{' or (byte)'[')) return false;
        var next = text[1..].TrimStart(" \t\r\n"u8);
        return next.IsEmpty || next[0] is (byte)'"' or (byte)'}' or (byte)'{' or (byte)'[' or (byte)']';
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using Merlon.Diagnostics;

namespace Merlon.Cli.Output;

/// <summary>Writes findings as a JSON array.</summary>
static class LintJson
{
    // Without this, all of it is held in memory until it is written.
    const int BytesAtOnce = 1 << 16;

    public static void Write(Utf8JsonWriter json, ImmutableArray<Diagnostic> found)
    {
        json.WriteStartArray();
        foreach (var finding in found)
        {
            json.WriteStartObject();
            json.WriteString("code", finding.Code.Id);
            json.WriteString("severity", SeverityWord(finding.Severity));
            json.WriteString("message", finding.Message);
            json.WriteString("file", finding.Location.File);
            json.WriteNumber("line", finding.Location.Line);
            json.WriteNumber("column", finding.Location.Column);
            json.WriteString("path", finding.Path);
            json.WriteString("object", finding.Object);
            if (finding.Fix is { } fix)
            {
                json.WriteStartObject("fix");
                json.WriteString("title", fix.Title);
                json.WriteBoolean("safe", fix.IsSafe);
                json.WriteEndObject();
            }
            json.WriteEndObject();
            if (json.BytesPending > BytesAtOnce) json.Flush();
        }
        json.WriteEndArray();
    }

    public static string SeverityWord(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Info => "info",
        _ => throw new InvalidOperationException($"No word for {severity}."),
    };
}

using System.Text.Json;
using Merlon.Diagnostics;
using Merlon.Linting;
using Merlon.Linting.Suppressions;

namespace Merlon.Cli.Output;

/// <summary>Writes findings as SARIF 2.1.0, which code-scanning tools read.</summary>
static class LintSarif
{
    const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    public static void Write(Utf8JsonWriter json, LintReport report)
    {
        json.WriteStartObject();
        json.WriteString("$schema", Schema);
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json);
        // Columns are counted as C# counts them.
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        foreach (var finding in report.Result.Findings) WriteResult(json, finding, null);
        foreach (var suppressed in report.Result.Suppressed) WriteResult(json, suppressed.Finding, suppressed);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteTool(Utf8JsonWriter json)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "merlon");
        json.WriteStartArray("rules");
        foreach (var rule in LintRules.All)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Code.Id);
            WriteText(json, "shortDescription", rule.Code.Title);
            WriteText(json, "fullDescription", rule.Meaning);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(rule.Code.Severity));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void WriteResult(Utf8JsonWriter json, Diagnostic finding, SuppressedFinding? suppressed)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Code.Id);
        json.WriteNumber("ruleIndex", LintRules.IndexOf(finding.Code));
        json.WriteString("level", Level(finding.Severity));
        WriteText(json, "message", finding.Message);
        json.WriteStartArray("locations");
        WriteLocation(json, finding);
        json.WriteEndArray();
        if (suppressed is not null)
        {
            json.WriteStartArray("suppressions");
            json.WriteStartObject();
            json.WriteString("kind", suppressed.IsInSource ? "inSource" : "external");
            json.WriteString("justification", suppressed.Reason);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    static void WriteLocation(Utf8JsonWriter json, Diagnostic finding)
    {
        json.WriteStartObject();
        SarifLocation.Write(json, finding.Location);
        if (finding.Object.Length > 0)
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("fullyQualifiedName", $"{finding.Object} {finding.Path}".TrimEnd());
            json.WriteString("kind", "object");
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    static string Level(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Info => "note",
        _ => throw new InvalidOperationException($"No level for {severity}."),
    };
}

using System.Collections.Immutable;
using System.Text.Json;
using Merlon.Connectivity;

namespace Merlon.Cli.Output;

/// <summary>Writes every open pair, for programs.</summary>
static class ConnectionsOutput
{
    public static void WriteJson(Utf8JsonWriter json, IEnumerable<ConnectionRow> rows)
    {
        json.WriteStartArray();
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("from", row.From);
            json.WriteString("to", row.To);
            if (row.Family is { } family) json.WriteString("ipVersion", family.ToString());
            Write(json, "connections", row.Opening.Open);
            if (!row.Opening.Unknown.IsEmpty) Write(json, "unknown", row.Opening.Unknown);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, string name, ImmutableArray<Connection> connections)
    {
        json.WriteStartArray(name);
        foreach (var connection in connections)
        {
            json.WriteStartObject();
            json.WriteString("protocol", connection.Protocol.ToString());
            json.WriteStartArray("ports");
            foreach (var range in connection.Ports) json.WriteStringValue(range.ToString());
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static void WriteCsv(TextWriter text, IEnumerable<ConnectionRow> rows)
    {
        text.WriteLine("from,to,ipVersion,protocol,ports");
        foreach (var row in rows)
        {
            foreach (var connection in row.Connections)
            {
                text.WriteLine(
                    $"{Field(row.From)},{Field(row.To)},{row.Family},{connection.Protocol},"
                        + $"{Field(string.Join(' ', connection.Ports))}");
            }
        }
    }

    static string Field(string text) =>
        text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

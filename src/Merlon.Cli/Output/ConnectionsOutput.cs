using System.Collections.Immutable;
using System.Text.Json;
using Merlon.Connectivity;
using Merlon.Model;

namespace Merlon.Cli.Output;

/// <summary>Writes the table of connections.</summary>
static class ConnectionsOutput
{
    const int WidestName = 40;

    public static void WriteJson(Utf8JsonWriter json, ImmutableArray<ConnectionRow> rows)
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

    static void Write(Utf8JsonWriter json, string name, ImmutableArray<Connection> connections)
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

    public static void WriteCsv(TextWriter text, ImmutableArray<ConnectionRow> rows)
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

    public static void WriteTable(Page page, ImmutableArray<ConnectionRow> rows, Cluster cluster)
    {
        var lines = rows
            .Select(row => (From: row.From, To: row.To, Ports: PortsOf(row)))
            .Prepend(("from", "to", "ports"))
            .ToList();
        var from = Math.Min(WidestName, lines.Max(line => line.Item1.Length));
        var to = Math.Min(WidestName, lines.Max(line => line.Item2.Length));
        foreach (var (source, destination, ports) in lines) WriteLine(page, source, destination, ports, from, to);
        var workloads = cluster.Endpoints
            .Where(endpoint => endpoint.IsOnPodNetwork)
            .Select(endpoint => endpoint.Workload)
            .Distinct()
            .Count();
        page.Line($"{workloads} workloads, {rows.Length} open connections · pairs that are not listed are closed");
    }

    // A name that is wider than its column has a line of its own.
    static void WriteLine(Page page, string from, string to, string ports, int fromWidth, int toWidth)
    {
        var toColumn = fromWidth + 2;
        var portsColumn = toColumn + toWidth + 2;
        var line = from;
        if (line.Length > fromWidth || toColumn + to.Length > Terminal.Width)
        {
            page.Wrapped(line, 2);
            line = "";
        }
        line = line.PadRight(Math.Clamp(Terminal.Width - to.Length, 2, toColumn)) + to;
        if (to.Length > toWidth)
        {
            page.Wrapped(line, 4);
            line = "";
        }
        page.Wrapped(line.PadRight(portsColumn) + ports, portsColumn);
    }

    static string PortsOf(ConnectionRow row)
    {
        var parts = row.Connections.Select(connection => connection.ToString())
            .Concat(row.Opening.Unknown.Select(connection => $"perhaps {connection}"));
        var ports = row.Opening.IsEverything ? "everything" : string.Join("; ", parts);
        return row.Family is null ? ports : $"{ports} ({row.Family} only)";
    }

    static string Field(string text) =>
        text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

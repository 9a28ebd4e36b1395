using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Merlon.Connectivity;
using Merlon.Connectivity.Groups;

namespace Merlon.Cli.Output;

/// <summary>Writes the matrix of all connections as one page that needs nothing but a browser.</summary>
static class ConnectionsPage
{
    const string Template = "connections.html";
    const string Placeholder = "\"the data\"";

    public static void Write(TextWriter text, ConnectivityMap map)
    {
        using var stream = typeof(ConnectionsPage).Assembly.GetManifestResourceStream(Template)
            ?? throw new InvalidOperationException($"{Template} is not in the program.");
        using var reader = new StreamReader(stream);
        var parts = reader.ReadToEnd().Split(Placeholder);
        text.Write(parts[0]);
        text.Write(Data(ConnectionMatrix.Of(map)));
        text.Write(parts[1]);
    }

    // The default encoder of JSON leaves nothing that would end a script.
    static string Data(ConnectionMatrix matrix)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("ends");
            foreach (var end in matrix.Ends)
            {
                json.WriteStartArray();
                json.WriteStringValue(end.Name);
                json.WriteStringValue(end.Namespace ?? "nodes");
                json.WriteNumberValue(end.Namespace is null ? 1 : end.Namespace.Length == 0 ? 2 : 0);
                json.WriteEndArray();
            }
            json.WriteEndArray();
            Write(json, "rows", matrix.Rows);
            Write(json, "columns", matrix.Columns);
            json.WriteStartArray("cells");
            foreach (var row in matrix.Cells) WriteRuns(json, row);
            json.WriteEndArray();
            json.WriteStartArray("values");
            foreach (var value in matrix.Values)
            {
                json.WriteStartArray();
                json.WriteStringValue(string.Join(", ", value.Select(part => OpeningText.Of(part.Opening, part.Family))));
                json.WriteNumberValue(value.All(part => part.Opening.Open.IsEmpty) ? 3 : value.All(part => part.Opening.IsEverything) ? 2 : 1);
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    static void Write(Utf8JsonWriter json, string name, ImmutableArray<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    // Each value with how often it comes in a row: most of a large matrix repeats.
    static void WriteRuns(Utf8JsonWriter json, ImmutableArray<int> row)
    {
        json.WriteStartArray();
        for (var i = 0; i < row.Length;)
        {
            var first = i;
            while (i < row.Length && row[i] == row[first]) i++;
            json.WriteNumberValue(row[first]);
            json.WriteNumberValue(i - first);
        }
        json.WriteEndArray();
    }
}

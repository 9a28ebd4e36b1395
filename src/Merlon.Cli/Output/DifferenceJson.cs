using System.Text.Json;
using Merlon.Connectivity.Differences;
using Merlon.Connectivity.Groups;
using Merlon.Evaluation;

namespace Merlon.Cli.Output;

/// <summary>Writes a difference for programs.</summary>
static class DifferenceJson
{
    public static void Write(Utf8JsonWriter json, ConnectivityDifference difference)
    {
        json.WriteStartObject();
        Write(json, "opened", difference.Opened);
        Write(json, "closed", difference.Closed);
        Write(json, "new", difference.New);
        Write(json, "gone", difference.Gone);
        json.WriteNumber("unchanged", difference.Unchanged);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, IEnumerable<ConnectionChange> changes)
    {
        json.WriteStartArray(name);
        foreach (var change in changes)
        {
            json.WriteStartObject();
            Write(json, "from", change.From);
            Write(json, "to", change.To);
            if (change.Family is { } family) json.WriteString("ipVersion", family.ToString());
            ConnectionsOutput.Write(json, "connections", change.Opening.Open);
            if (!change.Opening.Unknown.IsEmpty) ConnectionsOutput.Write(json, "unknown", change.Opening.Unknown);
            Write(json, change.Witness);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void Write(Utf8JsonWriter json, Witness witness)
    {
        json.WriteStartObject("witness");
        json.WriteString("from", witness.Flow.Source.ToString());
        json.WriteString("to", witness.Flow.Destination.ToString());
        json.WriteString("protocol", witness.Flow.Protocol.ToString());
        if (witness.Flow.Protocol.HasPorts) json.WriteNumber("port", witness.Flow.Port);
        else json.WriteNull("port");
        json.WriteEndObject();
        Write(json, "before", witness.Before);
        Write(json, "after", witness.After);
    }

    static void Write(Utf8JsonWriter json, string name, FlowResult result)
    {
        json.WriteStartObject(name);
        json.WriteString("verdict", result.Verdict.ToString());
        json.WriteStartArray("because");
        foreach (var (text, place) in DecisionText.Of(result))
        {
            json.WriteStartObject();
            json.WriteString("text", text);
            if (place is not null)
            {
                json.WriteString("file", place.File);
                json.WriteNumber("line", place.Line);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, EndGroup group)
    {
        json.WriteStartArray(name);
        foreach (var end in group.Inside) json.WriteStringValue(end.Text);
        foreach (var range in group.Outside) json.WriteStringValue(range);
        json.WriteEndArray();
    }

    static void Write(Utf8JsonWriter json, string name, IEnumerable<EndName> names)
    {
        json.WriteStartArray(name);
        foreach (var end in names) json.WriteStringValue(end.Text);
        json.WriteEndArray();
    }
}

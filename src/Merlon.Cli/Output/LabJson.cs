using System.Collections.Immutable;
using System.Text.Json;
using Merlon.Lab.Planning;
using Merlon.Lab.Probing;

namespace Merlon.Cli.Output;

/// <summary>Writes what a lab saw for a program.</summary>
static class LabJson
{
    public static void Write(Utf8JsonWriter json, LabPlan plan, ImmutableArray<ProbeResult> results)
    {
        json.WriteStartObject();
        json.WriteString("network", plan.Options.Network.ToString().ToLowerInvariant());
        json.WriteNumber("nodes", plan.Nodes.Count());
        json.WriteNumber("pods", plan.Pods.Count());
        json.WriteNumber("disagreements", results.Count(result => !result.IsAsPredicted));
        json.WriteStartArray("notes");
        foreach (var note in plan.Notes) json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteStartArray("probes");
        foreach (var result in results)
        {
            var probe = result.Probe;
            json.WriteStartObject();
            json.WriteString("from", probe.From.Id);
            json.WriteString("to", probe.To.Id);
            json.WriteString("source", probe.Source.ToString());
            json.WriteString("destination", probe.Destination.ToString());
            json.WriteString("protocol", probe.Flow.Protocol.ToString());
            if (probe.Flow.Protocol.HasPorts) json.WriteNumber("port", probe.Flow.Port);
            json.WriteString("predicted", probe.Predicted.ToString());
            json.WriteString("observed", result.Observed.ToString());
            json.WriteBoolean("asPredicted", result.IsAsPredicted);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}

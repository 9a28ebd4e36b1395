using System.Text.Json;
using Merlon.Connectivity.Exposure;
using Merlon.Policies;

namespace Merlon.Cli.Output;

/// <summary>Writes what workloads are exposed to for programs.</summary>
static class ExposureJson
{
    public static void Write(Utf8JsonWriter json, ExposureReport report, IEnumerable<WorkloadExposure> workloads)
    {
        json.WriteStartObject();
        json.WriteStartArray("workloads");
        foreach (var workload in workloads)
        {
            json.WriteStartObject();
            json.WriteString("name", workload.Name.Text);
            json.WriteBoolean("isolatedForIngress", workload.IsIsolatedForIngress);
            json.WriteBoolean("isolatedForEgress", workload.IsIsolatedForEgress);
            Write(json, "from", workload.From);
            Write(json, "to", workload.To);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("idlePolicies");
        foreach (var policy in report.Idle)
        {
            json.WriteStartObject();
            Write(json, policy);
            json.WriteString("file", policy.Origin.File);
            json.WriteNumber("line", policy.Origin.Line);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("idleRules");
        foreach (var idle in report.IdleRules) Write(json, idle);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, IEnumerable<Reach> reaches)
    {
        json.WriteStartArray(name);
        foreach (var reach in reaches)
        {
            json.WriteStartObject();
            Write(json, "inside", reach.Inside.Select(end => end.Text));
            Write(json, "notYet", reach.NotYet);
            Write(json, "outside", reach.Outside.Outside);
            if (reach.Family is { } family) json.WriteString("ipVersion", family.ToString());
            ConnectionsOutput.Write(json, "connections", reach.Opening.Open);
            if (!reach.Opening.Unknown.IsEmpty) ConnectionsOutput.Write(json, "unknown", reach.Opening.Unknown);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void Write(Utf8JsonWriter json, IdleRule idle)
    {
        json.WriteStartObject();
        Write(json, idle.Policy);
        json.WriteString("direction", idle.Direction.ToString());
        json.WriteNumber("rule", idle.Rule.Number);
        json.WriteString("why", idle.Why.ToString());
        Write(
            json, "before", idle.Before.Select(before => $"{before.Policy.Id.QualifiedName} rule {before.Rule.Number}"));
        json.WriteString("file", idle.Rule.Origin.File);
        json.WriteNumber("line", idle.Rule.Origin.Line);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, Policy policy)
    {
        json.WriteString("kind", policy.Id.Kind);
        json.WriteString("namespace", policy.Id.Namespace);
        json.WriteString("name", policy.Id.Name);
    }

    static void Write(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}

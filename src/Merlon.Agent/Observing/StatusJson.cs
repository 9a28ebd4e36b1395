using System.Text.Json;

namespace Merlon.Agent.Observing;

/// <summary>How an agent fares, as JSON.</summary>
static class StatusJson
{
    const int MostFlows = 10;

    public static byte[] Write(NodeAgent agent, TimeProvider time)
    {
        var report = agent.Report;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("node", report.Options.Node);
            writer.WriteString("mode", $"{report.Options.Mode}");
            writer.WriteBoolean("ready", report.IsReady);
            writer.WriteBoolean("synced", report.IsSynced);
            writer.WriteBoolean("inForce", report.IsInForce);
            Number(writer, "lastContactSeconds", LastContact(agent) is { } contact ? (time.GetUtcNow() - contact).TotalSeconds : null);
            writer.WriteBoolean("connected", agent.Sources.All(state => state.IsConnected || state.IsAbsent));
            writer.WriteNumber("pods", report.LocalPods);
            writer.WriteNumber("hostEndpoints", report.HostEndpoints);
            writer.WriteNumber("policies", report.Policies);
            writer.WriteNumber("tiers", report.Tiers);
            writer.WriteString("table", report.Table);
            writer.WriteNumber("chains", report.Ruleset?.Chains ?? 0);
            writer.WriteNumber("rules", report.Ruleset?.Rules ?? 0);
            writer.WriteNumber("sets", report.Ruleset?.Sets ?? 0);
            writer.WriteNumber("elements", report.Ruleset?.Elements ?? 0);
            Number(writer, "lastChangeSeconds", report.LastChange is { } change ? (time.GetUtcNow() - change).TotalSeconds : null);
            writer.WriteNumber("lastChangeMilliseconds", report.LastDuration.TotalMilliseconds);
            writer.WriteStartArray("bridges");
            foreach (var bridge in report.Bridges)
            {
                writer.WriteStartObject();
                writer.WriteString("name", bridge.Name);
                writer.WriteBoolean("filtered", bridge.IsFiltered);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteStartArray("denied");
            foreach (var (flow, count) in agent.Flows.Recent.Read().Take(MostFlows))
            {
                writer.WriteStartObject();
                writer.WriteString("flow", flow);
                writer.WriteNumber("packets", count);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteNumber("deniedPackets", agent.Flows.Recent.Read().Sum(entry => entry.Value));
            writer.WriteStartArray("troubles");
            foreach (var trouble in report.Troubles) writer.WriteStringValue(trouble);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }

    static DateTimeOffset? LastContact(NodeAgent agent) => agent.Sources.Max(state => state.LastContact);

    static void Number(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } known) writer.WriteNumber(name, known);
        else writer.WriteNull(name);
    }
}

using System.Text.Json;
using Merlon.Evaluation.Firewalls;

namespace Merlon.Cli.Output;

/// <summary>Writes what hosts' firewalls do with a flow as JSON.</summary>
static class HostFirewallJson
{
    /// <summary>Writes the array <c>hostFirewall</c>: the firewalls that the flow meets, in order.</summary>
    public static void Write(Utf8JsonWriter json, params FirewallResult?[] hosts)
    {
        json.WriteStartArray("hostFirewall");
        foreach (var host in hosts.OfType<FirewallResult>())
        {
            json.WriteStartObject();
            json.WriteString("node", host.Node);
            json.WriteString("hook", host.Hook.ToString().ToUpperInvariant());
            json.WriteString("verdict", host.Verdict.ToString());
            json.WriteString("sourceSeen", host.Packet.Source?.ToString());
            WriteStep(json, "decidedBy", host.Decider);
            WriteStep(json, "dependsOn", host.Doubtful);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void WriteStep(Utf8JsonWriter json, string name, FirewallStep? step)
    {
        if (step is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        json.WriteString("table", step.Chain.Table);
        json.WriteString("chain", step.Chain.Name);
        if (step.Rule is { } rule)
        {
            json.WriteNumber("rule", rule.Number);
            json.WriteString("text", rule.Text);
        }
        else
        {
            json.WriteNull("rule");
            json.WriteString("text", $"policy {(step.Chain.DropsTheRest ? "DROP" : "ACCEPT")}");
        }
        if (step.Doubt is not null) json.WriteString("reason", step.Doubt);
        var origin = step.Rule?.Origin ?? step.Chain.PolicyOrigin;
        json.WriteString("file", origin?.File);
        if (origin is null) json.WriteNull("line");
        else json.WriteNumber("line", origin.Line);
        json.WriteEndObject();
    }
}

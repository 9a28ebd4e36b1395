using System.Globalization;
using System.Text.Json;

namespace Merlon.Cli.Output;

/// <summary>How an agent fares, for people: a line for each thing, the most important word first.</summary>
static class AgentStatusText
{
    public static void Write(Page page, JsonElement status)
    {
        var (isSynced, isInForce) = (Flag(status, "synced"), Flag(status, "inForce"));
        var node = Text(status, "node").PadRight("trouble".Length);
        page.Headed(node, page.Ink.Strong, $"{Source(status, isSynced)} · {Enforcement(status, isInForce)}{Bridges(status)}");
        if (Text(status, "table") is { Length: > 0 } table)
        {
            page.Headed("kernel".PadRight(node.Length), page.Ink.Faint, string.Create(
                CultureInfo.InvariantCulture,
                $"table {table} · {Count(status, "chains")} chains · {Count(status, "sets")} sets · {Count(status, "elements"):N0} elements{LastChange(status)}"));
        }
        WriteDenied(page, node, status);
        foreach (var trouble in status.GetProperty("troubles").EnumerateArray())
        {
            page.Headed("trouble".PadRight(node.Length), page.Ink.Bad, trouble.GetString() ?? "");
        }
    }

    static void WriteDenied(Page page, string node, JsonElement status)
    {
        if (Count(status, "deniedPackets") is not (> 0 and var packets)) return;
        var most = string.Join("; ", status.GetProperty("denied").EnumerateArray().Take(3).Select(flow => $"{Count(flow, "packets")} {Text(flow, "flow")}"));
        page.Headed("denied".PadRight(node.Length), page.Ink.Doubtful, $"{packets} in the last minute: {most}");
    }

    static string Source(JsonElement status, bool isSynced)
    {
        if (!isSynced) return "not everything is known yet";
        if (Seconds(status, "lastContactSeconds") is not { } contact) return "follows a folder";
        return Flag(status, "connected") ? $"in sync with the API ({Ago(contact)})" : $"the API is silent (heard {Ago(contact)})";
    }

    static string Enforcement(JsonElement status, bool isInForce)
    {
        var hosts = Count(status, "hostEndpoints") is > 0 and var count ? $"{count} host endpoints, " : "";
        var scope = string.Create(
            CultureInfo.InvariantCulture, $"{Count(status, "pods")} pods, {hosts}{Count(status, "policies")} policies, {Count(status, "tiers")} tiers");
        return Text(status, "mode") switch
        {
            "Audit" => $"audit: enforcing nothing for {scope}",
            "DryRun" => $"dry run: enforcing nothing for {scope}",
            _ => isInForce ? $"enforcing {scope}" : $"not enforcing {scope}",
        };
    }

    static string Bridges(JsonElement status) => string.Concat(status.GetProperty("bridges").EnumerateArray().Select(bridge =>
        $" · bridge {Text(bridge, "name")} {(Flag(bridge, "filtered") ? "filtered" : "NOT filtered")}"));

    static string LastChange(JsonElement status) => Seconds(status, "lastChangeSeconds") is { } change
        ? string.Create(CultureInfo.InvariantCulture, $" · last change {Ago(change)} in {Seconds(status, "lastChangeMilliseconds"):0.0} ms")
        : "";

    static string Ago(double seconds) => seconds switch
    {
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s ago"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min ago"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0} h ago"),
    };

    static bool Flag(JsonElement status, string name) => status.GetProperty(name).GetBoolean();

    static string Text(JsonElement status, string name) => status.GetProperty(name).GetString() ?? "";

    static int Count(JsonElement status, string name) => status.GetProperty(name).GetInt32();

    static double? Seconds(JsonElement status, string name) =>
        status.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Merlon.Model;

namespace Merlon.Apis.Iptables;

/// <summary>Reads the ports of rules: <c>80</c>, <c>9000:9022</c>, <c>:1023</c>, <c>1024:</c>, names, and lists.</summary>
static class PortWords
{
    const int MaxSlots = 15;

    static readonly FrozenDictionary<string, ushort> Services = new Dictionary<string, ushort>
    {
        ["ftp"] = 21, ["ssh"] = 22, ["telnet"] = 23, ["smtp"] = 25, ["domain"] = 53, ["bootps"] = 67, ["bootpc"] = 68,
        ["tftp"] = 69, ["http"] = 80, ["www"] = 80, ["kerberos"] = 88, ["pop3"] = 110, ["sunrpc"] = 111, ["ntp"] = 123,
        ["imap2"] = 143, ["snmp"] = 161, ["bgp"] = 179, ["ldap"] = 389, ["https"] = 443, ["syslog"] = 514,
        ["ldaps"] = 636, ["imaps"] = 993, ["pop3s"] = 995, ["nfs"] = 2049, ["mysql"] = 3306, ["postgresql"] = 5432,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The ranges; null with the reason where the text names none.</summary>
    public static ImmutableArray<PortRange>? Read(string text, bool isList, out string? error)
    {
        var parts = isList ? text.Split(',') : [text];
        // A range takes two of the places of a list.
        if (parts.Sum(part => part.Contains(':') ? 2 : 1) > MaxSlots)
        {
            error = $"a list holds {MaxSlots} ports at most, and a range counts as two";
            return null;
        }
        var ranges = ImmutableArray.CreateBuilder<PortRange>();
        foreach (var part in parts)
        {
            if (Range(part, out error) is not { } range) return null;
            ranges.Add(range);
        }
        error = null;
        return ranges.ToImmutable();
    }

    static PortRange? Range(string text, out string? error)
    {
        error = null;
        var ends = text.Split(':');
        var first = ends[0].Length == 0 && ends.Length == 2 ? 0 : Port(ends[0]);
        var last = ends[^1].Length == 0 && ends.Length == 2 ? ushort.MaxValue : Port(ends[^1]);
        if (ends.Length > 2 || first is null || last is null) error = $"`{text}` is not a port or a range such as 9000:9022";
        else if (first > last) error = $"the range `{text}` ends before it begins";
        return error is null ? new PortRange((ushort)first!, (ushort)last!) : null;
    }

    static ushort? Port(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || Services.TryGetValue(text, out number)
                ? number
                : null;
}

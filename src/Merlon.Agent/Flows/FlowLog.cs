using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using Merlon.Linux.Nflog;
using Merlon.Model;
using Merlon.Nftables;
using Merlon.Policies;

namespace Merlon.Agent.Flows;

/// <summary>
/// Writes a line of JSON for each packet that rules report: what it was, between whom, and which rule decided. Lines are
/// limited in number; packets are counted whether they get a line or not. Safe for concurrent use.
/// </summary>
/// <param name="output">Where lines go.</param>
/// <param name="time">The clock.</param>
public sealed class FlowLog(Stream output, TimeProvider time)
{
    const int LinesPerSecond = 100;

    static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly ConcurrentDictionary<FlowReport, long> _packets = new();
    readonly LineBudget _budget = new(LinesPerSecond, time);
    FrozenDictionary<string, FlowReport> _reports = FrozenDictionary<string, FlowReport>.Empty;
    long _lines, _withoutLine, _lost;

    /// <summary>Packets by what decided them, since the start.</summary>
    internal IEnumerable<KeyValuePair<FlowReport, long>> Packets => _packets;

    internal long Lines => Interlocked.Read(ref _lines);

    /// <summary>Packets that were counted and got no line.</summary>
    internal long WithoutLine => Interlocked.Read(ref _withoutLine);

    /// <summary>Packets that the kernel could not hand over: nobody knows what they were.</summary>
    internal long Lost => Interlocked.Read(ref _lost);

    /// <summary>Denied flows of the last minute.</summary>
    internal RecentFlows Recent { get; } = new(time);

    internal AddressNames Names { get; } = new();

    /// <summary>What copies of packets mean from now on.</summary>
    internal void Use(FrozenDictionary<string, FlowReport> reports) => Volatile.Write(ref _reports, reports);

    internal void CountLost(long packets) => Interlocked.Add(ref _lost, packets);

    internal void Write(IEnumerable<LoggedPacket> packets)
    {
        var reports = Volatile.Read(ref _reports);
        foreach (var packet in packets)
        {
            // A ruleset of a moment ago may have sent it.
            if (!reports.TryGetValue(packet.Prefix, out var report)) CountLost(1);
            else Write(packet, report);
        }
        output.Flush();
    }

    void Write(LoggedPacket packet, FlowReport report)
    {
        _packets.AddOrUpdate(report, 1, (_, count) => count + 1);
        var (from, to) = (Names.NameOf(packet.Source), Names.NameOf(packet.Destination));
        if (report.IsDenial) Recent.Add($"{from} → {to} {new Protocol(packet.Protocol)}{(packet.DestinationPort is { } port ? $" {port}" : "")}: {report.Because}");
        if (!_budget.TryTake())
        {
            Interlocked.Increment(ref _withoutLine);
            return;
        }
        Interlocked.Increment(ref _lines);
        using (var line = new Utf8JsonWriter(output, Compact)) Write(line, packet, report, from, to);
        output.WriteByte((byte)'\n');
    }

    void Write(Utf8JsonWriter line, LoggedPacket packet, FlowReport report, string from, string to)
    {
        line.WriteStartObject();
        line.WriteString("time", time.GetUtcNow().UtcDateTime);
        line.WriteString("verdict", report.IsDenial ? "Deny" : "Allow");
        line.WriteString("direction", report.Direction == Direction.Egress ? "egress" : "ingress");
        line.WriteString("from", from);
        line.WriteString("to", to);
        line.WriteString("protocol", new Protocol(packet.Protocol).ToString());
        if (packet.DestinationPort is { } port) line.WriteNumber("port", port);
        line.WriteString("fromAddress", packet.Source.ToString());
        if (packet.SourcePort is { } sourcePort) line.WriteNumber("fromPort", sourcePort);
        line.WriteString("toAddress", packet.Destination.ToString());
        line.WriteString("because", report.Because);
        line.WriteEndObject();
    }
}

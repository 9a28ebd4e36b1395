using System.Text;
using System.Text.Json;
using Merlon.Cli.Output;
using Merlon.Evaluation;
using Merlon.Evaluation.Firewalls;
using Merlon.Evaluation.Hosts;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Questions;

namespace Merlon.Cli.Replay;

/// <summary>Answers recorded flows, line by line and in order.</summary>
sealed class FlowReplay(Answerer answerer, string name, Action<string> report)
{
    static readonly byte[] Null = "null"u8.ToArray();

    readonly Dictionary<(Policy, Rule?, Direction), byte[]> _deciders = [];
    readonly Dictionary<(string, string), PortQuestion> _ports = [];
    readonly FlowLine _flow = new();

    /// <summary>The number of lines that could not be answered.</summary>
    public int Faults { get; private set; }

    /// <summary>Copies the lines of the input to the output with the answers added. Blank lines are left out.</summary>
    public void Run(Stream input, Stream output)
    {
        var lines = new LineReader(input);
        for (var number = 1; lines.TryRead(out var line); number++)
        {
            if (number == 1 && line.StartsWith("\uFEFF"u8)) line = line[3..];
            if (line.Trim(" \t"u8).IsEmpty) continue;
            Answer(line, number, output);
            output.WriteByte((byte)'\n');
        }
    }

    void Answer(ReadOnlySpan<byte> line, int number, Stream output)
    {
        try
        {
            _flow.Read(line);
            var error = Ask(_flow, out var answer);
            if (error is not null) Fault(number, 1, error);
            var addition = Addition(answer, error);
            if (_flow.HasAnswer) WriteReplaced(line, _flow.Kept, addition, output);
            else WriteAdded(line, _flow.Kept.Count > 0, addition, output);
        }
        catch (JsonException e)
        {
            var column = (int)(e.BytePositionInLine ?? 0) + 1;
            Fault(number, column, "the line is not one JSON object");
            WriteUnreadable(line, number, column, output);
        }
    }

    string? Ask(FlowLine flow, out Answer? answer)
    {
        answer = null;
        if (flow.From.IsEmpty || flow.To.IsEmpty) return $"`{(flow.From.IsEmpty ? "from" : "to")}` is missing";
        if (answerer.Targets.Resolve(flow.From, out var error) is not { } from) return error;
        if (answerer.Targets.Resolve(flow.To, out error) is not { } to) return error;
        if (PortOf(flow, out error) is not { } port) return error;
        answer = answerer.Answer(from, to, port);
        return null;
    }

    PortQuestion? PortOf(FlowLine flow, out string? error)
    {
        error = null;
        if (ushort.TryParse(flow.Port, out var number) && number > 0 && flow.Protocol is "TCP" or "UDP" or "SCTP"
            && Protocol.TryParse(flow.Protocol, out var known))
        {
            return PortQuestion.Of(number, known);
        }
        var key = (flow.Port.ToString(), flow.Protocol.ToString());
        if (_ports.TryGetValue(key, out var port)) return port;
        Protocol? protocol = null;
        if (key.Item2.Length > 0)
        {
            if (!Protocol.TryParse(key.Item2, out var parsed))
            {
                error = $"`{key.Item2}` is not a protocol: TCP, UDP, SCTP or ICMP";
                return null;
            }
            protocol = parsed;
        }
        if (!PortQuestion.TryCreate(key.Item1, protocol, out port, out error) || port is null) return null;
        return _ports[key] = port;
    }

    void Fault(int line, int column, string message)
    {
        Faults++;
        report($"{name}:{line}:{column}: {message}");
    }

    byte[] Addition(Answer? answer, string? error)
    {
        var verdict = answer?.Verdict ?? Verdict.Unknown;
        // Of several flows the one that stands for the answer; where they differ, none does.
        var result = answer is { Cases: [var first, ..] } && verdict != Verdict.Unknown
            ? FirstOf(answer, first).Result
            : (FlowResult?)null;
        using var text = new MemoryStream(128);
        text.Write("\"verdict\":\""u8);
        text.Write(Word(verdict));
        text.Write("\",\"egress\":\""u8);
        text.Write(Word(result?.Egress.Verdict ?? Verdict.Unknown));
        text.Write("\",\"ingress\":\""u8);
        text.Write(Word(result?.Ingress.Verdict ?? Verdict.Unknown));
        if (!answerer.Snapshot.Firewalls.IsEmpty)
        {
            text.Write("\",\"hostFirewall\":\""u8);
            text.Write(Word(HostVerdict(result)));
        }
        if (answerer.Snapshot.Cluster.HostEndpoints.Length > 0)
        {
            text.Write("\",\"hostEndpoints\":\""u8);
            text.Write(Word(result?.HostVerdict ?? Verdict.Unknown));
        }
        text.Write("\",\"decidedBy\":"u8);
        text.Write(result is null ? Null : DecidedBy(result.Value));
        if ((error ?? answer?.Reason) is { } reason)
        {
            text.Write(error is null ? ",\"reason\":"u8 : ",\"error\":"u8);
            text.Write(JsonSerializer.SerializeToUtf8Bytes(reason, ReplayJson.Default.String));
        }
        return text.ToArray();
    }

    static AnsweredCase FirstOf(Answer answer, AnsweredCase first) =>
        first.Result.Verdict == answer.Verdict
            ? first
            : answer.Cases.First(@case => @case.Result.Verdict == answer.Verdict);

    static ReadOnlySpan<byte> Word(Verdict verdict) => verdict switch
    {
        Verdict.Allow => "Allow"u8,
        Verdict.Deny => "Deny"u8,
        _ => "Unknown"u8,
    };

    static Verdict HostVerdict(FlowResult? result)
    {
        if (result is not { } known) return Verdict.Unknown;
        var verdicts = new[] { known.SourceHost?.Verdict, known.DestinationHost?.Verdict };
        return verdicts.Contains(Verdict.Deny) ? Verdict.Deny
            : verdicts.Contains(Verdict.Unknown) ? Verdict.Unknown
            : Verdict.Allow;
    }

    // What denies; of an allowed flow, the rule at the destination, else the one at the source.
    byte[] DecidedBy(FlowResult result)
    {
        if (result.Egress.Verdict == Verdict.Deny) return Decider(result.Egress, Direction.Egress);
        if (result.HostVerdict == Verdict.Deny)
        {
            return Decider(result.HostEndpoints.First(host => host.Verdict == Verdict.Deny));
        }
        foreach (var host in new[] { result.SourceHost, result.DestinationHost })
        {
            if (host is { Verdict: Verdict.Deny, Decider: { } decider }) return Decider(host, decider);
        }
        if (result.Ingress.Verdict == Verdict.Deny || result.Ingress.Policy is not null)
        {
            return Decider(result.Ingress, Direction.Ingress);
        }
        return Decider(result.Egress, Direction.Egress);
    }

    byte[] Decider(HostResult host) => host.Told is { Endpoint: { } endpoint, Result.Policy: null }
        ? JsonSerializer.SerializeToUtf8Bytes($"{endpoint}: no profile ({endpoint.Location.ToShortString()})", ReplayJson.Default.String)
        : Decider(host.Told.Result, host.Direction);

    byte[] Decider(DirectionResult result, Direction direction)
    {
        if (result.Policy is not { } policy) return Null;
        var key = (policy, result.Rule, direction);
        if (_deciders.TryGetValue(key, out var known)) return known;
        var rule = result.Rule is null ? "no rule matches" : $"rule {result.Rule.Number}";
        var origin = (result.Rule?.Origin ?? policy.Origin).ToShortString();
        var text = $"{policy.Id} {direction.ToString().ToLowerInvariant()}: {rule} ({origin})";
        return _deciders[key] = JsonSerializer.SerializeToUtf8Bytes(text, ReplayJson.Default.String);
    }

    static byte[] Decider(FirewallResult host, FirewallStep step)
    {
        var origin = (step.Rule?.Origin ?? step.Chain.PolicyOrigin)?.ToShortString();
        var text = $"host firewall of {host.Node}: {FirewallWords.Place(step)}{(origin is null ? "" : $" ({origin})")}";
        return JsonSerializer.SerializeToUtf8Bytes(text, ReplayJson.Default.String);
    }

    static void WriteAdded(ReadOnlySpan<byte> line, bool hasFields, byte[] addition, Stream output)
    {
        output.Write(line[..line.LastIndexOf((byte)'}')]);
        if (hasFields) output.WriteByte((byte)',');
        output.Write(addition);
        output.WriteByte((byte)'}');
    }

    static void WriteReplaced(ReadOnlySpan<byte> line, IReadOnlyList<Range> kept, byte[] addition, Stream output)
    {
        output.WriteByte((byte)'{');
        foreach (var field in kept)
        {
            output.Write(line[field]);
            output.WriteByte((byte)',');
        }
        output.Write(addition);
        output.WriteByte((byte)'}');
    }

    static void WriteUnreadable(ReadOnlySpan<byte> line, int number, int column, Stream output)
    {
        using var json = new Utf8JsonWriter(output, Json.Compact);
        json.WriteStartObject();
        json.WriteNumber("line", number);
        json.WriteNumber("column", column);
        json.WriteString("input", Encoding.UTF8.GetString(line));
        json.WriteString("verdict", nameof(Verdict.Unknown));
        json.WriteString("egress", nameof(Verdict.Unknown));
        json.WriteString("ingress", nameof(Verdict.Unknown));
        json.WriteNull("decidedBy");
        json.WriteString("error", "the line is not one JSON object");
        json.WriteEndObject();
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Evaluation;
using Merlon.Evaluation.Hosts;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Questions;

namespace Merlon.Cli.Output;

/// <summary>Writes an answer as one JSON object; the fields are documented in <c>docs/json.md</c>.</summary>
sealed class ExplanationJson(Answerer answerer)
{
    public void Write(
        Utf8JsonWriter json,
        Answer answer,
        string from,
        string to,
        PortQuestion port,
        Suggestion? suggestion,
        string? obstacle,
        Verdict? enforced)
    {
        // The case that stands for the answer: one of its own verdict, else the first that is denied.
        var primary = answer.Cases.FirstOrDefault(@case => @case.Result.Verdict == answer.Verdict)
            ?? answer.Cases.FirstOrDefault(@case => @case.Result.Verdict != Verdict.Allow);
        var explanation = primary is null ? null : new Explainer(answerer.Evaluator).Explain(primary.Flow);
        json.WriteStartObject();
        json.WriteString("from", from);
        json.WriteString("to", to);
        WritePort(json, explanation?.Flow, port);
        json.WriteString("verdict", answer.Verdict.ToString());
        if (answer.Reason is not null) json.WriteString("reason", answer.Reason);
        WriteDirection(json, "egress", explanation?.Egress);
        WriteDirection(json, "ingress", explanation?.Ingress);
        if (!answerer.Snapshot.Firewalls.IsEmpty)
        {
            HostFirewallJson.Write(json, explanation?.SourceHost, explanation?.DestinationHost);
        }
        if (answerer.Evaluator.Cluster.HostEndpoints.Length > 0) WriteHostEndpoints(json, explanation?.HostEndpoints ?? []);
        WriteStrings(
            json,
            "assumptions",
            [.. answer.Notes.Concat(explanation?.Assumptions ?? []).Distinct(StringComparer.Ordinal)]);
        WriteCases(json, answer);
        WriteUnread(json, answer);
        if (suggestion is not null) WriteSuggestion(json, suggestion);
        if (obstacle is not null) json.WriteString("noSuggestion", obstacle);
        if (enforced is { } now) json.WriteString("enforcedVerdict", now.ToString());
        json.WriteEndObject();
    }

    static void WritePort(Utf8JsonWriter json, Flow? flow, PortQuestion port)
    {
        json.WriteString("protocol", (flow?.Protocol ?? port.Protocol ?? Protocol.Tcp).ToString());
        if (flow is { Protocol.HasPorts: true }) json.WriteNumber("port", flow.Value.Port);
        else if (port.Number is { } number) json.WriteNumber("port", number);
        else if (port.Name is { } name) json.WriteString("port", name);
        else json.WriteNull("port");
    }

    static void WriteDirection(Utf8JsonWriter json, string name, DirectionExplanation? side)
    {
        json.WriteStartObject(name);
        if (side is null)
        {
            WriteNothing(json);
            return;
        }
        json.WriteString("verdict", side.Result.Verdict.ToString());
        json.WriteString("basis", side.Result.Basis.ToString());
        WriteDecidedBy(json, side.Result);
        json.WriteStartArray("tiers");
        foreach (var tier in side.Tiers) WriteTier(json, tier);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteHostEndpoints(Utf8JsonWriter json, ImmutableArray<HostExplanation> hosts)
    {
        json.WriteStartArray("hostEndpoints");
        foreach (var host in hosts)
        {
            json.WriteStartObject();
            json.WriteString("node", host.Result.Node);
            json.WriteString("name", host.Told.Endpoint?.Name);
            json.WriteString("traffic", host.Result.Traffic.ToString().ToLowerInvariant());
            json.WriteString("direction", host.Result.Direction.ToString().ToLowerInvariant());
            json.WriteString("verdict", host.Result.Verdict.ToString());
            json.WriteString("basis", host.Told.Result.Basis.ToString());
            if (HostWords.Doubt(host.Result) is { } doubt) json.WriteString("dependsOn", doubt);
            WriteDecidedBy(json, host.Told.Result);
            json.WriteStartArray("tiers");
            foreach (var tier in host.Side.Tiers) WriteTier(json, tier);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    // No packet can be sent, so nothing is judged; the fields are there all the same.
    static void WriteNothing(Utf8JsonWriter json)
    {
        json.WriteString("verdict", nameof(Verdict.Unknown));
        json.WriteNull("basis");
        json.WriteNull("decidedBy");
        json.WriteStartArray("tiers");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteDecidedBy(Utf8JsonWriter json, DirectionResult result)
    {
        if (result.Policy is not { } policy)
        {
            json.WriteNull("decidedBy");
            return;
        }
        json.WriteStartObject("decidedBy");
        WritePolicyId(json, policy);
        json.WriteString("tier", result.Tier?.Name);
        if (result.Rule is { } rule)
        {
            json.WriteNumber("rule", rule.Number);
            json.WriteString("action", rule.Action.ToString());
            WriteLocation(json, rule.Origin);
        }
        else
        {
            json.WriteNull("rule");
            json.WriteString("action", result.Verdict.ToString());
            WriteLocation(json, policy.Origin);
        }
        json.WriteEndObject();
    }

    static void WriteTier(Utf8JsonWriter json, TierWalk tier)
    {
        json.WriteStartObject();
        json.WriteString("name", tier.Tier.Name);
        if (tier.Tier.Stage != PolicyStage.Filter) json.WriteString("stage", tier.Tier.Stage.ToString());
        json.WriteString("default", tier.Tier.DefaultAction.ToString());
        json.WriteStartArray("policies");
        foreach (var policy in tier.Policies)
        {
            json.WriteStartObject();
            WritePolicyId(json, policy.Policy);
            WriteLocation(json, policy.Policy.Origin);
            json.WriteStartArray("rules");
            foreach (var rule in policy.Rules) WriteRule(json, rule);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteRule(Utf8JsonWriter json, RuleWalk walk)
    {
        json.WriteStartObject();
        json.WriteNumber("rule", walk.Rule.Number);
        json.WriteString("action", walk.Rule.Action.ToString());
        WriteOutcome(json, walk.Outcome);
        if (walk.Rule.Note is { } note) json.WriteString("note", note);
        WriteLocation(json, walk.Rule.Origin);
        WriteFindings(json, "peers", walk.Peers);
        WriteFindings(json, "ports", walk.Ports);
        WriteFindings(json, "conditions", walk.Conditions);
        json.WriteEndObject();
    }

    static void WriteOutcome(Utf8JsonWriter json, MatchOutcome outcome)
    {
        if (outcome == MatchOutcome.Unknown) json.WriteNull("matched");
        else json.WriteBoolean("matched", outcome == MatchOutcome.Yes);
    }

    static void WriteFindings(Utf8JsonWriter json, string name, ImmutableArray<Finding> findings)
    {
        json.WriteStartArray(name);
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            WriteOutcome(json, finding.Outcome);
            json.WriteString("reason", finding.Reason);
            WriteLocation(json, finding.Location);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void WritePolicyId(Utf8JsonWriter json, Policy policy)
    {
        json.WriteString("kind", policy.Id.Kind);
        json.WriteString("namespace", policy.Id.Namespace);
        json.WriteString("name", policy.Id.Name);
    }

    static void WriteLocation(Utf8JsonWriter json, SourceLocation location)
    {
        json.WriteString("file", location.File);
        json.WriteNumber("line", location.Line);
    }

    static void WriteCases(Utf8JsonWriter json, Answer answer)
    {
        json.WriteStartArray("cases");
        foreach (var @case in answer.Cases)
        {
            json.WriteStartObject();
            json.WriteString("from", @case.Flow.Source.ToString());
            json.WriteString("to", @case.Flow.Destination.ToString());
            json.WriteString("protocol", @case.Flow.Protocol.ToString());
            if (@case.Flow.Protocol.HasPorts) json.WriteNumber("port", @case.Flow.Port);
            json.WriteString("verdict", @case.Result.Verdict.ToString());
            if (@case.Case.Because is not null) json.WriteString("because", @case.Case.Because);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void WriteUnread(Utf8JsonWriter json, Answer answer)
    {
        json.WriteStartArray("unread");
        foreach (var document in answer.Unread)
        {
            json.WriteStartObject();
            json.WriteString("kind", document.Kind);
            json.WriteString("namespace", document.Namespace);
            json.WriteString("name", document.Name);
            json.WriteString("reason", document.Reason);
            WriteLocation(json, document.Location);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void WriteSuggestion(Utf8JsonWriter json, Suggestion suggestion)
    {
        json.WriteStartObject("suggestion");
        json.WriteString("yaml", suggestion.Yaml);
        WriteStrings(json, "alsoOpens", [.. suggestion.AlsoOpens.Select(flow => flow.ToString())]);
        if (suggestion.Caveat is not null) json.WriteString("caveat", suggestion.Caveat);
        json.WriteEndObject();
    }

    static void WriteStrings(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}

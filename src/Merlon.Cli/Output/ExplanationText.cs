using Merlon.Evaluation;
using Merlon.Evaluation.Firewalls;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Questions;

namespace Merlon.Cli.Output;

/// <summary>Writes an answer with its reasons for a person.</summary>
sealed class ExplanationText(Page page, Answerer answerer, bool showAll)
{
    const int MaxUnread = 10;

    public void Write(Answer answer, string from, string to, PortQuestion port)
    {
        if (answer.Cases.IsEmpty)
        {
            WriteHeadline(answer, $"{from} → {to}   {port}");
            page.Line();
            page.Wrapped($"  {answer.Reason}", 2);
            WriteFooter(answer, []);
            return;
        }
        var shown = answer.Cases.DistinctBy(@case => @case.Result.Verdict).ToList();
        var first = shown[0];
        WriteHeadline(answer, shown.Count == 1 ? Words(first.Flow) : $"{from} → {to}   {port}");
        if (answer.Reason is not null) page.Wrapped($"  {answer.Reason}", 2);
        var assumptions = new List<string>(answer.Notes);
        foreach (var @case in shown)
        {
            page.Line();
            if (shown.Count > 1)
            {
                WriteVerdict(@case.Result.Verdict, "UNKNOWN", Words(@case.Flow), indent: 2);
            }
            else if (@case.Case.Because is { } because)
            {
                page.Wrapped(
                    $"  {because}{(answer.Cases.Length > 1 ? $", like {answer.Cases.Length - 1} more" : "")}", 4);
            }
            var explanation = new Explainer(answerer.Evaluator).Explain(@case.Flow);
            if (explanation.HostEndpoints.IsEmpty || explanation.Egress.Result.Basis != Evaluation.Basis.NotGoverned)
            {
                WriteDirection(explanation.Egress);
            }
            WriteHostEndpoints(explanation);
            WriteHost(explanation.SourceHost, explanation.Egress.Result.Verdict);
            WriteHost(
                explanation.DestinationHost,
                explanation.Egress.Result.Verdict,
                explanation.SourceHost?.Verdict ?? Verdict.Allow);
            // To a host nothing else is to be told: no policy judges what it receives.
            if ((explanation.DestinationHost is null && explanation.HostEndpoints.IsEmpty)
                || explanation.Ingress.Result.Basis != Evaluation.Basis.NotGoverned)
            {
                WriteDirection(explanation.Ingress);
            }
            assumptions.AddRange(explanation.Assumptions);
        }
        WriteFooter(answer, assumptions.Distinct(StringComparer.Ordinal));
    }

    void WriteHeadline(Answer answer, string text) =>
        WriteVerdict(answer.Verdict, answer.Cases.Length > 1 ? "DEPENDS" : "UNKNOWN", text);

    void WriteVerdict(Verdict verdict, string unknown, string text, int indent = 0)
    {
        var (word, paint) = verdict switch
        {
            Verdict.Allow => ("ALLOWED", (Func<string, string>)page.Ink.Good),
            Verdict.Deny => ("DENIED", page.Ink.Bad),
            _ => (unknown, page.Ink.Doubtful),
        };
        page.Headed(word, paint, text, indent);
    }

    static string Words(Flow flow) => $"{flow.Source} → {flow.Destination}   {flow.PortText}";

    void WriteDirection(DirectionExplanation side)
    {
        var title = side.Direction == Direction.Egress ? "egress of" : "ingress of";
        var name = side.Subject.Endpoint is { } endpoint ? endpoint.Id.Text : $"{side.Subject.Address}";
        var (word, paint) = side.Result.Verdict switch
        {
            Verdict.Allow => (Basis(side), (Func<string, string>)page.Ink.Good),
            Verdict.Deny when side.Result.Basis == Evaluation.Basis.TierDefault => ("denied (isolated)", page.Ink.Bad),
            Verdict.Deny => ("denied", page.Ink.Bad),
            _ => ("unknown", page.Ink.Doubtful),
        };
        page.Judged($"  {title} {name}", word, paint);
        new TierWalkText(page, side, showAll).Write();
    }

    void WriteHost(FirewallResult? host, params Verdict[] before)
    {
        if (host is not null) HostFirewallText.Write(page, host, isReached: !before.Contains(Verdict.Deny));
    }

    void WriteHostEndpoints(Explanation explanation)
    {
        var isReached = explanation.Egress.Result.Verdict != Verdict.Deny;
        foreach (var host in explanation.HostEndpoints)
        {
            HostEndpointText.Write(page, host, showAll, isReached);
            isReached &= host.Result.Verdict != Verdict.Deny;
        }
    }

    static string Basis(DirectionExplanation side) => side.Result.Basis switch
    {
        Evaluation.Basis.NotGoverned => "allowed (no policy applies here)",
        Evaluation.Basis.Self => "allowed (the pod itself)",
        Evaluation.Basis.LocalNode => "allowed (its own node)",
        Evaluation.Basis.Icmp => "allowed (ICMP)",
        Evaluation.Basis.NotIsolated => side.Tiers.IsEmpty ? "allowed (not isolated)" : "allowed (no tier decides)",
        Evaluation.Basis.Rule => "allowed",
        _ => throw new InvalidOperationException($"{side.Result.Basis} allows nothing."),
    };

    void WriteFooter(Answer answer, IEnumerable<string> assumptions)
    {
        var lines = assumptions
            .Concat(answer.Cases.IsEmpty ? answer.Notes : [])
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (lines.Count > 0) page.Line();
        foreach (var line in lines) page.Wrapped($"  assumed  {line}", 11);
        if (answer.Unread.IsEmpty) return;
        page.Line();
        page.Wrapped(page.Ink.Doubtful("  Not in this answer, and could change it (merlon lint says why):"), 2);
        foreach (var document in answer.Unread.Take(MaxUnread)) page.Wrapped($"    {document}: {document.Reason}", 6);
        if (answer.Unread.Length > MaxUnread) page.Line($"    and {answer.Unread.Length - MaxUnread} more");
    }
}

using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Questions;

namespace Merlon.Cli.Output;

/// <summary>Writes an answer with its reasons for a person.</summary>
sealed class ExplanationText(Page page, Answerer answerer, bool showAll)
{
    const int MaxRules = 8;
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
            WriteDirection(explanation, explanation.Egress);
            WriteDirection(explanation, explanation.Ingress);
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

    void WriteDirection(Explanation explanation, DirectionExplanation side)
    {
        var title = side.Direction == Direction.Egress ? "egress of" : "ingress of";
        var name = side.Subject.Endpoint is { } endpoint ? endpoint.Id.Text : $"{side.Subject.Address}";
        var (word, paint) = side.Result.Verdict switch
        {
            Verdict.Allow => (Basis(side.Result.Basis), (Func<string, string>)page.Ink.Good),
            Verdict.Deny when side.Result.Basis == Evaluation.Basis.TierDefault => ("denied (isolated)", page.Ink.Bad),
            Verdict.Deny => ("denied", page.Ink.Bad),
            _ => ("unknown", page.Ink.Doubtful),
        };
        page.Judged($"  {title} {name}", word, paint);
        foreach (var tier in side.Tiers) WriteTier(explanation, side, tier);
    }

    static string Basis(Basis basis) => basis switch
    {
        Evaluation.Basis.NotGoverned => "allowed (no policy applies here)",
        Evaluation.Basis.Self => "allowed (the pod itself)",
        Evaluation.Basis.LocalNode => "allowed (its own node)",
        Evaluation.Basis.Icmp => "allowed (ICMP)",
        Evaluation.Basis.NotIsolated => "allowed (not isolated)",
        Evaluation.Basis.Rule => "allowed",
        _ => throw new InvalidOperationException($"{basis} allows nothing."),
    };

    void WriteTier(Explanation explanation, DirectionExplanation side, TierWalk tier)
    {
        var decides = tier.Tier == side.Result.Tier;
        if (decides && side.Result.Basis == Evaluation.Basis.Rule)
        {
            var policy = tier.Policies.First(walk => walk.Policy == side.Result.Policy);
            WritePolicyHead(tier, policy);
            WriteRule(side.Direction, policy.Rules.First(walk => walk.Rule == side.Result.Rule));
            var others = tier.Policies
                .Where(walk => walk != policy)
                .Select(walk => walk.Policy.Id.QualifiedName)
                .ToList();
            if (others.Count > 0) page.Wrapped($"      isolated by {Few(others)} too", 8, page.Ink.Faint);
            return;
        }
        foreach (var policy in tier.Policies)
        {
            WritePolicyHead(tier, policy);
            if (policy.Rules.IsEmpty)
            {
                page.Line($"      it has no {side.Direction.ToString().ToLowerInvariant()} rules");
            }
            WriteRules(side.Direction, policy);
        }
        if (!decides) return;
        page.Wrapped(
            side.Result.Basis == Evaluation.Basis.MayMatch
                ? $"      rule {side.Result.Rule?.Number} of {side.Result.Policy?.Id.QualifiedName} may match, and it would matter"
                : "      no rule allows it, so the tier denies",
            8);
    }

    void WritePolicyHead(TierWalk tier, PolicyWalk policy) => page.Pointing(
        $"    tier {tier.Tier.Name} · {policy.Policy.Id.QualifiedName}", policy.Policy.Origin.ToShortString(), 6);

    // The nearest misses, in the order of the policy: a long policy would bury its only interesting rule.
    void WriteRules(Direction direction, PolicyWalk policy)
    {
        var shown = showAll || policy.Rules.Length <= MaxRules
            ? policy.Rules.ToHashSet()
            : policy.Rules.OrderBy(Distance).Take(MaxRules).ToHashSet();
        foreach (var rule in policy.Rules.Where(shown.Contains)) WriteRule(direction, rule);
        if (shown.Count < policy.Rules.Length)
        {
            page.Line(
                page.Ink.Faint($"      and {policy.Rules.Length - shown.Count} rules further off (--all shows them)"));
        }
    }

    static int Distance(RuleWalk rule) => (rule.NearestPeer?.Distance ?? 0) + (rule.NearestPort?.Distance ?? 0);

    void WriteRule(Direction direction, RuleWalk rule)
    {
        page.Pointing(
            $"      rule {rule.Rule.Number}  {RuleText.Describe(rule.Rule, direction)}",
            rule.Rule.Origin.ToShortString(),
            14);
        WriteFinding(rule.NearestPeer, rule.Peers.Length > 1 ? $" (the nearest of {rule.Peers.Length} peers)" : "");
        WriteFinding(rule.NearestPort, "");
        foreach (var condition in rule.Conditions.Where(finding => !finding.Matched)) WriteFinding(condition, "");
    }

    void WriteFinding(Finding? finding, string others)
    {
        if (finding is null) return;
        if (finding.Matched) others = "";
        var (sign, paint) = finding.Outcome switch
        {
            MatchOutcome.Yes => ("✓", (Func<string, string>)page.Ink.Good),
            MatchOutcome.No => ("✗", page.Ink.Bad),
            _ => ("?", page.Ink.Doubtful),
        };
        page.Wrapped($"              {sign} {finding.Reason}{others}", 16, paint);
    }

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

    static string Few(List<string> names) =>
        names.Count <= 3 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";
}

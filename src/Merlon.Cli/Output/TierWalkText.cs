using Merlon.Evaluation;
using Merlon.Policies;

namespace Merlon.Cli.Output;

/// <summary>
/// Writes the way of a flow through the tiers, one direction: which was passed, which decided, and the nearest misses.
/// </summary>
sealed class TierWalkText(Page page, DirectionExplanation side, bool showAll)
{
    const int MaxRules = 8;

    public void Write()
    {
        if (side.Tiers.Any(tier => tier.Tier is { DefaultAction: TierDefault.Pass, Stage: not PolicyStage.Profile })) WriteSummary();
        foreach (var tier in side.Tiers) WriteTier(tier);
    }

    // The whole walk in one line: [kube-admin] Pass → [default] no rule, Deny
    void WriteSummary()
    {
        var steps = side.Tiers.Select(tier => $"[{Title(tier.Tier)}] {tier.Outcome}");
        if (side.Result.Basis == Basis.NotIsolated) steps = steps.Append("Allow");
        page.Wrapped($"    {string.Join(" → ", steps)}", 6, page.Ink.Faint);
    }

    void WriteTier(TierWalk tier)
    {
        var decides = tier.Tier == side.Result.Tier;
        if (tier.FirstMatch is var (policy, rule) && !(decides && side.Result.Basis == Basis.MayMatch))
        {
            WriteMatch(tier, policy, rule);
        }
        else if (!decides && !showAll && tier.Policies.Any(policy => !policy.Rules.IsEmpty)) WriteUndecided(tier);
        else WriteAll(tier, decides);
    }

    void WriteMatch(TierWalk tier, PolicyWalk policy, RuleWalk rule)
    {
        WritePolicyHead(tier, policy);
        if (rule.Rule.Action == RuleAction.Deny && NearestAllow(tier, rule) is var (nearPolicy, near))
        {
            WriteRule(near);
            if (nearPolicy != policy) page.Line(page.Ink.Faint($"              (of {nearPolicy.Policy.Id.QualifiedName})"));
        }
        WriteRule(rule);
        if (rule.Rule.Action == RuleAction.Pass) page.Line("      passes the decision on to the next tier");
        if (tier.Tier.DefaultAction != TierDefault.Deny) return;
        var others = tier.Policies
            .Where(walk => walk != policy)
            .Select(walk => walk.Policy.Id.QualifiedName)
            .ToList();
        if (others.Count > 0) page.Wrapped($"      isolated by {Few(others)} too", 8, page.Ink.Faint);
    }

    // Of the rules before a denial, the one that came nearest to allowing.
    static (PolicyWalk Policy, RuleWalk Rule)? NearestAllow(TierWalk tier, RuleWalk denial)
    {
        var before = tier.Policies
            .SelectMany(policy => policy.Rules.Select(rule => (Policy: policy, Rule: rule)))
            .TakeWhile(pair => pair.Rule != denial)
            .Where(pair => pair.Rule.Rule.Action == RuleAction.Allow)
            .ToList();
        return before.Count == 0 ? null : before.MinBy(pair => pair.Rule.Distance);
    }

    // A tier that leaves the decision to the next is worth two lines: that it was asked, and its nearest rule.
    void WriteUndecided(TierWalk tier)
    {
        var (policy, rule) = tier.Policies
            .SelectMany(walk => walk.Rules.Select(candidate => (walk, candidate)))
            .MinBy(pair => pair.candidate.Distance);
        WritePolicyHead(tier, policy);
        WriteRule(rule);
        var count = tier.Policies.Sum(walk => walk.Rules.Length);
        page.Line(page.Ink.Faint(
            count == 1 ? "      it does not match" : $"      none of {count} rules matches, this one nearest (--all shows them)"));
    }

    void WriteAll(TierWalk tier, bool decides)
    {
        foreach (var policy in tier.Policies)
        {
            WritePolicyHead(tier, policy);
            if (policy.Rules.IsEmpty)
            {
                page.Line($"      it has no {side.Direction.ToString().ToLowerInvariant()} rules");
            }
            WriteRules(policy);
        }
        if (!decides) return;
        page.Wrapped(
            side.Result.Basis == Basis.MayMatch
                ? $"      rule {side.Result.Rule?.Number} of {side.Result.Policy?.Id.QualifiedName} may match, and it would matter"
                : "      no rule allows it, so the tier denies",
            8);
    }

    void WritePolicyHead(TierWalk tier, PolicyWalk policy) => page.Pointing(
        $"    {(tier.Tier.Stage == PolicyStage.Profile ? "" : "tier ")}{Title(tier.Tier)} · {policy.Policy.Id.QualifiedName}", policy.Policy.Origin.ToShortString(), 6);

    static string Title(Tier tier) => tier.Stage switch
    {
        PolicyStage.Untracked => $"{tier.Name}, doNotTrack",
        PolicyStage.PreDnat => $"{tier.Name}, preDNAT",
        PolicyStage.Profile => "profile",
        _ => tier.Name,
    };

    // The nearest misses, in the order of the policy: a long policy would bury its only interesting rule.
    void WriteRules(PolicyWalk policy)
    {
        var shown = showAll || policy.Rules.Length <= MaxRules
            ? policy.Rules.ToHashSet()
            : policy.Rules.OrderBy(rule => rule.Distance).Take(MaxRules).ToHashSet();
        foreach (var rule in policy.Rules.Where(shown.Contains)) WriteRule(rule);
        if (shown.Count < policy.Rules.Length)
        {
            page.Line(
                page.Ink.Faint($"      and {policy.Rules.Length - shown.Count} rules further off (--all shows them)"));
        }
    }

    void WriteRule(RuleWalk rule)
    {
        page.Pointing(
            $"      rule {rule.Rule.Number}  {Action(rule.Rule.Action)}{RuleText.Describe(rule.Rule, side.Direction)}",
            rule.Rule.Origin.ToShortString(),
            14);
        WriteFinding(rule.NearestPeer, rule.Peers.Length > 1 ? $" (the nearest of {rule.Peers.Length} peers)" : "");
        WriteFinding(rule.NearestPort, "");
        foreach (var condition in rule.Conditions.Where(finding => !finding.Matched)) WriteFinding(condition, "");
        if (rule.Rule.Note is { } note) page.Wrapped($"              ! {note}", 16, page.Ink.Doubtful);
    }

    // Where every rule allows, as in a NetworkPolicy, the word says nothing.
    string Action(RuleAction action) =>
        side.Tiers.SelectMany(tier => tier.Policies).SelectMany(policy => policy.Rules)
            .All(rule => rule.Rule.Action == RuleAction.Allow)
            ? ""
            : $"{action} ";

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

    static string Few(List<string> names) =>
        names.Count <= 3 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";
}

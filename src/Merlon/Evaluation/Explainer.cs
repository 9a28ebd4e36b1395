using System.Collections.Immutable;
using Merlon.Evaluation.Firewalls;
using Merlon.Evaluation.Hosts;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>
/// Explains verdicts. The verdict itself, and whether each condition matched, come from the evaluator; only words are
/// added here.
/// </summary>
public sealed class Explainer(Evaluator evaluator)
{
    public Explanation Explain(in Flow flow)
    {
        var egress = Explain(flow, Direction.Egress);
        var ingress = Explain(flow, Direction.Ingress);
        var hosts = evaluator.HostEndpoints?.Judge(flow) ?? [];
        var assumptions = Assumptions.Of(flow, egress, ingress, evaluator.Options)
            .Concat(HostAssumptions.Of(flow, evaluator.Hosts, evaluator.Firewalls))
            .Concat(HostWords.Assumptions(flow, hosts, evaluator));
        return new Explanation(flow, egress, ingress, [.. assumptions.Distinct(StringComparer.Ordinal)])
        {
            SourceHost = evaluator.Hosts.AtSource(flow),
            DestinationHost = evaluator.Hosts.AtDestination(flow),
            HostEndpoints = [.. hosts.Select(Explain)],
        };
    }

    HostExplanation Explain(HostResult result)
    {
        var told = result.Told;
        var (subject, _) = Evaluator.Ends(result.After, result.Direction);
        if (told.Endpoint is not { } endpoint || told.Result.Basis is Basis.Failsafe or Basis.NotGoverned)
        {
            return new HostExplanation(result, told, new DirectionExplanation(result.Direction, subject, told.Result, []));
        }
        var tiers = ImmutableArray.CreateBuilder<TierWalk>();
        foreach (var (tier, policies) in evaluator.HostEndpoints!.TiersOf(endpoint, result))
        {
            var seen = tier.IsBeforeTranslation ? result.Before : result.After;
            tiers.Add(new TierWalk(tier, [.. policies.Select(policy => Walk(policy, seen, result.Direction))]));
            if (tier == told.Result.Tier && told.Result.Basis != Basis.MayMatch) break;
        }
        return new HostExplanation(
            result, told, new DirectionExplanation(result.Direction, subject, told.Result, tiers.ToImmutable()));
    }

    DirectionExplanation Explain(Flow flow, Direction direction)
    {
        var result = evaluator.Evaluate(flow, direction);
        var (subject, _) = Evaluator.Ends(flow, direction);
        if (result.Basis is not (Basis.Rule or Basis.MayMatch or Basis.TierDefault or Basis.NotIsolated) || subject.Endpoint is null)
        {
            return new DirectionExplanation(direction, subject, result, []);
        }
        var seen = evaluator.AsSeen(flow, direction);
        var tiers = ImmutableArray.CreateBuilder<TierWalk>();
        foreach (var (tier, policies) in evaluator.Applying(subject.Endpoint, direction))
        {
            tiers.Add(new TierWalk(tier, [.. policies.Select(policy => Walk(policy, seen, direction))]));
            if (tier == result.Tier && result.Basis != Basis.MayMatch) break;
        }
        return new DirectionExplanation(direction, subject, result, tiers.ToImmutable());
    }

    PolicyWalk Walk(Policy policy, Flow flow, Direction direction)
    {
        var (_, peer) = Evaluator.Ends(flow, direction);
        var matcher = evaluator.Matcher;
        return new PolicyWalk(policy, [.. policy.Rules(direction).Select(rule => new RuleWalk(
            rule,
            matcher.Match(rule, flow, direction),
            [.. rule.Peers.Select(candidate => FindingWords.Of(candidate, matcher.Peers.Match(candidate, peer), peer))],
            [.. rule.Ports.Select(
                candidate => FindingWords.Of(rule, candidate, matcher.Ports.Match(candidate, flow), flow, matcher.Ports))],
            [.. rule.Conditions.Select(
                condition => FindingWords.Of(condition, matcher.Match(condition, flow, direction)))]))]);
    }
}

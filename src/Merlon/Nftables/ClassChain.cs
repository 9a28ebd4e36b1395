using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>
/// Writes the chain of one class of pods, or of a host endpoint, for a direction and tier. It ends every packet: with a rule's action, or the tier's
/// default. Named for its content, so that classes with equal rules are one chain.
/// </summary>
sealed class ClassChain(
    SetCatalog sets, Evaluator evaluator, Endpoint? pod, Direction direction, NftVerdict allowed, NftVerdict next)
{
    /// <summary>What names of chains of host endpoints begin with.</summary>
    public const string HostPrefix = "host_";

    readonly RuleClauses _clauses = new(sets, evaluator, pod, direction);
    readonly List<NftRule> _rules = [];

    public NftChain Compile(TierPolicies tier)
    {
        foreach (var policy in tier.Policies)
        {
            foreach (var rule in policy.Rules(direction)) AddRule(policy, rule);
        }
        var isDenied = tier.Tier.DefaultAction == TierDefault.Deny;
        var names = string.Join(' ', tier.Policies.Select(policy => policy.Id.QualifiedName));
        _rules.Add(new NftRule.Decide([], isDenied ? NftVerdict.Drop : next, NftRule.CommentOf($"no rule of {names}")));
        var prefix = (pod is null ? HostPrefix : "") + (direction == Direction.Egress ? "eg" : "in");
        return new NftChain(NftName.ByContent(prefix, string.Join('\n', _rules)), null, 0, [.. _rules]);
    }

    void AddRule(Policy policy, Rule rule)
    {
        if (rule.Action == RuleAction.Log) return;
        // What may be meant is denied: an unknown verdict never opens.
        var verdict = _clauses.IsDoubtful(rule) && rule.Action != RuleAction.Allow ? NftVerdict.Drop : rule.Action switch
        {
            RuleAction.Allow => allowed,
            RuleAction.Deny => NftVerdict.Drop,
            RuleAction.Pass => next,
            _ => throw new InvalidOperationException($"{rule.Action} cannot be enforced."),
        };
        var comment = NftRule.CommentOf($"{policy.Id.QualifiedName} rule {rule.Number}");
        foreach (var matches in _clauses.Of(rule)) _rules.Add(new NftRule.Decide(matches, verdict, comment));
    }
}

using Merlon.Policies;

namespace Merlon.Assertions;

/// <summary>A set of policies with one rule changed.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Rule">The rule before it was changed.</param>
/// <param name="Change">What was done to it, for people.</param>
/// <param name="Policies">The set with the change.</param>
public sealed record RuleMutant(Policy Policy, Rule Rule, string Change, PolicySet Policies);

/// <summary>Changes each rule in the ways that matter: without it, for anyone, at any port.</summary>
public static class RuleMutants
{
    public static IEnumerable<RuleMutant> Of(PolicySet policies) =>
        from policy in policies.Policies
        from direction in new[] { Direction.Ingress, Direction.Egress }
        where policy.Governs(direction)
        from rule in policy.Rules(direction)
        from mutant in MutantsOf(policies, policy, direction, rule)
        select mutant;

    static IEnumerable<RuleMutant> MutantsOf(PolicySet policies, Policy policy, Direction direction, Rule rule)
    {
        yield return new RuleMutant(policy, rule, "deleted", With(policies, policy, direction, rule, null));
        if (!rule.Peers.IsEmpty)
        {
            yield return new RuleMutant(
                policy, rule, "widened to anyone", With(policies, policy, direction, rule, rule with { Peers = [] }));
        }
        if (!rule.Ports.IsEmpty)
        {
            yield return new RuleMutant(
                policy, rule, "widened to any port", With(policies, policy, direction, rule, rule with { Ports = [] }));
        }
    }

    static PolicySet With(PolicySet policies, Policy policy, Direction direction, Rule rule, Rule? other)
    {
        return policies.Replace(policy, direction == Direction.Ingress
            ? policy.With([.. policy.Ingress.SelectMany(Replaced)], policy.Egress)
            : policy.With(policy.Ingress, [.. policy.Egress.SelectMany(Replaced)]));

        Rule[] Replaced(Rule candidate) => !ReferenceEquals(candidate, rule) ? [candidate] : other is null ? [] : [other];
    }
}

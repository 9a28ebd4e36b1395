using System.Collections.Immutable;
using Merlon.Apis.CalicoV3;
using Merlon.Diagnostics;
using Merlon.Evaluation;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Linting.Checks.Calico;

/// <summary>A policy for everybody, behind whose rules the end of its tier denies.</summary>
sealed class ImplicitDeny : PolicyCheck<CalicoPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.CalicoTierDrop,
            "A policy that selects everybody ends without a rule for the rest. Its tier denies what no policy of it allows: "
                + "a policy that was to close one address closes everything, DNS included, and hosts too. End it with "
                + "`action: Pass` or `Allow`, or put it into a tier whose `defaultAction` is Pass.")
        {
            Example = GlobalOf("types: [Egress]\negress:\n- {action: Deny, destination: {nets: [192.0.2.1/32]}}"),
            Better = GlobalOf("types: [Egress]\negress:\n- {action: Deny, destination: {nets: [192.0.2.1/32]}}\n- {action: Pass}"),
        },
    ];

    public override IEnumerable<LintFinding> Check(CalicoPolicyResource policy, LintContext context)
    {
        if (policy.Spec.Staged is not null || !IsBroad(policy)) yield break;
        if (context.Compiled(policy) is not var (tier, compiled) || tier.DefaultAction != TierDefault.Deny) yield break;
        foreach (var direction in new[] { Direction.Ingress, Direction.Egress }.Where(policy.Spec.Governs))
        {
            if (policy.Spec.Rules(direction).Any(IsForEverything)) continue;
            var lost = Lost(tier, compiled, direction, context).Take(3).ToList();
            if (lost.Count == 0 && WellKnownFlows.SubjectsOf(compiled, context.Cluster).Any()) continue;
            var witness = lost.Count == 0 ? "" : $" Now denied: {string.Join(", ", lost)}.";
            yield return new LintFinding(
                DiagnosticCodes.CalicoTierDrop,
                $"it selects everybody, and tier `{tier.Name}` denies {LintWords.Traffic(direction)} that no policy of it allows: "
                    + $"all but what its rules name.{witness} A last rule `action: Pass` would leave the rest as it is.",
                policy.Spec.Place);
        }
    }

    static IEnumerable<string> Lost(Tier tier, Policy policy, Direction direction, LintContext context) =>
        from pod in WellKnownFlows.SubjectsOf(policy, context.Cluster)
        from flow in WellKnownFlows.Of(pod, direction, context.Cluster)
        let result = context.Evaluator.Evaluate(flow, direction)
        where result.Basis == Basis.TierDefault && result.Tier == tier
        select WellKnownFlows.Words(flow);

    /// <summary>Whether it is a policy for everybody: what is lost because none of its rules allows it is told here.</summary>
    internal static bool Tells(PolicyResource policy) => policy is CalicoPolicyResource calico && IsBroad(calico);

    // No label of their own is asked of those that it selects.
    static bool IsBroad(CalicoPolicyResource policy) => policy.IsGlobal && IsBroad(policy.Spec);

    static bool IsBroad(CalicoPolicySpec spec) =>
        spec.ServiceAccountSelector is null && spec.NamespaceSelector is null
        && (spec.Selector is null || spec.Selector.Formula.Restrictions.Keys.All(key => key.StartsWith("projectcalico.org/", StringComparison.Ordinal)));

    static bool IsForEverything(CalicoRuleSpec rule) =>
        rule.Action is RuleAction.Allow or RuleAction.Pass
        && rule is { IpVersion: null, Protocol: null, NotProtocol: null, Icmp: null, NotIcmp: null, Http: null }
        && IsAnyone(rule.Source) && IsAnyone(rule.Destination);

    static bool IsAnyone(EntitySpec entity) =>
        entity is { Selector: null, NotSelector: null, NamespaceSelector: null, ServiceAccounts: null, Service: null }
        && entity.Nets.IsEmpty && entity.NotNets.IsEmpty && entity.Ports.IsEmpty && entity.NotPorts.IsEmpty
        && entity.Domains.IsEmpty;

    internal static string GlobalOf(string spec) => $"""
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkPolicy
        metadata:
          name: guard
        spec:
          {spec.ReplaceLineEndings("\n").Replace("\n", "\n  ", StringComparison.Ordinal)}

        """;
}

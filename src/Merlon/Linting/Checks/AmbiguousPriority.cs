using System.Collections.Immutable;
using Merlon.Apis.ClusterPolicies;
using Merlon.Connectivity.Comparison;
using Merlon.Diagnostics;
using Merlon.Evaluation;
using Merlon.Policies;

namespace Merlon.Linting.Checks;

/// <summary>Two cluster-wide policies of one tier and priority that would do different things with one flow.</summary>
sealed class AmbiguousPriority : ILintCheck
{
    public ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.ClusterAmbiguous,
            "Two policies of one tier have the same priority, and there are flows with which they do different things. The "
                + "API leaves open which comes first: engines differ, and so may two runs of one. Here the name decides. Give "
                + "them different priorities.")
        {
            Example = Pair(10),
            Better = Pair(11),
        },
    ];

    public IEnumerable<LintFinding> Check(LintContext context)
    {
        var written = context.Policies.OfType<ClusterPolicyResource>().ToDictionary(policy => policy.Id);
        return
            from tier in context.PolicySet.Tiers
            from alike in tier.Policies.Where(policy => policy.HasUndefinedTies).GroupBy(policy => policy.Order)
            from pair in Pairs([.. alike])
            let difference = Difference(tier, pair.First, pair.Second)
            where difference is not null
            select new LintFinding(
                DiagnosticCodes.ClusterAmbiguous,
                Message(difference, pair.First, pair.Second),
                written[pair.Second.Id].Places.Priority)
            {
                Object = pair.Second.Id.ToString(),
            };
    }

    static IEnumerable<(Policy First, Policy Second)> Pairs(ImmutableArray<Policy> policies) =>
        policies.SelectMany((first, i) => policies.Skip(i + 1).Select(second => (first, second)))
            .Where(pair => Actions(pair.first).Union(Actions(pair.second)).Count() > 1);

    static IEnumerable<RuleAction> Actions(Policy policy) =>
        policy.AllRules.Select(rule => rule.Action);

    // Both orders judge a cluster made up for the two. A tier that denies behind them tells passing from accepting, none
    // tells passing from denying.
    static FlowDifference? Difference(Tier tier, Policy first, Policy second)
    {
        var cluster = SpanningCluster.Of(new PolicySet([Ordered(tier, first, second)])).Cluster;
        return
            Compare(Ordered(tier, first, second), Ordered(tier, second, first), null)
            ?? Compare(Ordered(tier, first, second), Ordered(tier, second, first), Closed(tier));

        FlowDifference? Compare(Tier before, Tier after, Tier? behind) => VerdictComparison.Of(
            cluster,
            new PolicySet(behind is null ? [before] : [before, behind]),
            new PolicySet(behind is null ? [after] : [after, behind])).Difference;
    }

    static Tier Ordered(Tier tier, Policy first, Policy second) =>
        new(tier.Name, tier.Order, tier.DefaultAction, [first.At(0), second.At(1)]);

    static Tier Closed(Tier tier) => new(
        "closed",
        tier.Order + 1,
        TierDefault.Deny,
        [
            new Policy
            {
                Id = new PolicyId("", null, "closed"),
                Order = 0,
                Subject = new EndpointSelector(NamespaceScope.All, Model.LabelExpression.Everything),
                GovernsIngress = true,
                GovernsEgress = true,
                Ingress = [],
                Egress = [],
                Origin = tier.Policies[0].Origin,
            },
        ]);

    static string Message(FlowDifference difference, Policy first, Policy second)
    {
        var (then, now) = difference.Before.Egress.Verdict != difference.After.Egress.Verdict
            ? (difference.Before.Egress, difference.After.Egress)
            : (difference.Before.Ingress, difference.After.Ingress);
        return $"it has the priority of {first.Id}, and the two disagree on some flows: {Words(first, then)} first, "
            + $"{Words(second, now)} otherwise. Which comes first is undefined; here {first.Id.QualifiedName} does, by name.";
    }

    static string Words(Policy policy, DirectionResult result) => result is { Rule: { } rule, Policy: { } by }
        ? $"rule {rule.Number} of {by.Id.QualifiedName} {Verb(rule.Action)}"
        : $"{policy.Id.QualifiedName} {(result.Verdict == Verdict.Allow ? "passes" : "leaves it to others")}";

    static string Verb(RuleAction action) => action switch
    {
        RuleAction.Allow => "accepts",
        RuleAction.Deny => "denies",
        _ => "passes",
    };

    static string Pair(int second) => $$$"""
        apiVersion: policy.networking.k8s.io/v1alpha2
        kind: ClusterNetworkPolicy
        metadata: {name: closed}
        spec:
          tier: Admin
          priority: 10
          subject: {namespaces: {}}
          ingress:
          - action: Deny
            from: [{namespaces: {}}]
        ---
        apiVersion: policy.networking.k8s.io/v1alpha2
        kind: ClusterNetworkPolicy
        metadata: {name: metrics}
        spec:
          tier: Admin
          priority: {{{second}}}
          subject: {namespaces: {}}
          ingress:
          - action: Accept
            from: [{namespaces: {}}]
            protocols:
            - tcp: {destinationPort: {number: 9090}}

        """;
}

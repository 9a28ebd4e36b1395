using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;

namespace Merlon.Linting.Checks;

/// <summary>A selector that rules out values of a label, and so also selects what lacks the label.</summary>
sealed class UnlabelledMatch : PolicyCheck<NetworkPolicyResource>
{
    const int MostExamples = 3;

    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.SelectorNotInMissing,
            "`NotIn` also selects what does not carry the label at all. A policy for \"all but the system\" "
                + "then selects cluster DNS, which has other labels.")
        {
            Example = LintRule.PolicyOf("""
            podSelector:
              matchExpressions:
              - {key: tier, operator: NotIn, values: [control-plane]}
            policyTypes: [Ingress]
            """),
            Better = LintRule.PolicyOf("""
            podSelector:
              matchExpressions:
              - {key: tier, operator: Exists}
              - {key: tier, operator: NotIn, values: [control-plane]}
            policyTypes: [Ingress]
            """),
        },
    ];

    public override CheckScope Scope => CheckScope.Form;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context)
    {
        foreach (var use in context.SelectorsOf(policy))
        {
            if (use.Selector.MatchExpressions.IsEmpty) continue;
            var demands = use.Demands;
            var open = demands.Where(demand => demand.OnlyExcludesValues).ToList();
            if (open.Count == 0 || demands.Any(demand => !demand.CanBeMet)) continue;
            var keys = open.Select(demand => demand.Key).ToList();
            var examples = UnlabelledExamples.Find(use, keys, context.Cluster);
            if (examples is { Names: [], AreAllKnown: true }) continue;
            yield return new LintFinding(
                DiagnosticCodes.SelectorNotInMissing,
                Message(use.Role, keys, examples.Names),
                open[0].Requirements[0].Place)
            {
                Fix = Fix.Proposed(
                    "Require the label",
                    keys.Select(key => new Edit.AddElement(
                        use.Selector.Place.Location, "matchExpressions", $"{{key: {key}, operator: Exists}}"))),
            };
        }
    }

    static string Message(SelectorRole role, List<string> keys, IReadOnlyList<string> examples)
    {
        var labels = $"without the label {LintWords.Quoted(keys, "or")}";
        var effect = role switch
        {
            SelectorRole.Subject => $"the policy governs pods {labels} too",
            SelectorRole.PeerPods => $"the peer includes pods {labels} too",
            SelectorRole.PeerNamespaces => $"the peer includes namespaces {labels} too",
            _ => throw new InvalidOperationException($"No words for {role}."),
        };
        var instances = examples.Count == 0 ? "" : $", for instance {LintWords.Listed(examples, "and", MostExamples)}";
        return $"`NotIn` also selects what lacks the label: {effect}{instances}. "
            + "Require `Exists` as well if that is not meant.";
    }
}

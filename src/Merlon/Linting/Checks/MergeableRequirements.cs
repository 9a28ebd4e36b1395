using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Resources;

namespace Merlon.Linting.Checks;

/// <summary>Several requirements of one kind on one label, which one requirement could state.</summary>
sealed class MergeableRequirements : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.SelectorMerge,
            "Several `In` or `NotIn` requirements on one label must all hold. One requirement says the "
                + "same, and shows what is left.")
        {
            Example = LintRule.PolicyOf("""
            podSelector:
              matchExpressions:
              - {key: tier, operator: NotIn, values: [control-plane]}
              - {key: tier, operator: NotIn, values: [console]}
            policyTypes: [Ingress]
            """),
            Better = LintRule.PolicyOf("""
            podSelector:
              matchExpressions:
              - {key: tier, operator: NotIn, values: [control-plane, console]}
            policyTypes: [Ingress]
            """),
        },
    ];

    public override CheckScope Scope => CheckScope.Form;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context) =>
        from use in context.SelectorsOf(policy)
        where use.Selector.MatchExpressions.Length > 1
        from demand in use.Demands
        where demand.CanBeMet
        from same in Alike(use.Selector, demand.Key)
        where same.Count > 1
        select new LintFinding(DiagnosticCodes.SelectorMerge, Message(same), same[1].Place) { Fix = Merge(same) };

    static IEnumerable<List<LabelRequirementSpec>> Alike(LabelSelectorSpec selector, string key) =>
        selector.MatchExpressions
            .Where(requirement => requirement.Key == key && requirement.Operator is ("In" or "NotIn"))
            .GroupBy(requirement => requirement.Operator, StringComparer.Ordinal)
            .Select(group => group.ToList());

    static string Message(List<LabelRequirementSpec> same)
    {
        var (key, @operator) = (same[0].Key, same[0].Operator);
        return $"{same.Count} `{@operator}` requirements on `{key}` must all hold. One says the same: "
            + $"`{@operator} [{string.Join(", ", Merged(same))}]`.";
    }

    static IEnumerable<string> Merged(List<LabelRequirementSpec> same)
    {
        var lists = same.Select(requirement => requirement.Values.AsEnumerable());
        return same[0].Operator == "In"
            ? lists.Aggregate((common, next) => common.Intersect(next, StringComparer.Ordinal))
            : lists.SelectMany(values => values).Distinct(StringComparer.Ordinal);
    }

    static Fix Merge(List<LabelRequirementSpec> same)
    {
        var values = Merged(same).Select(value => ManifestText.NeedsQuotes(value) ? $"\"{value}\"" : value);
        return Fix.Safe(
            "Merge the requirements",
            same.Skip(1).Select(requirement => (Edit)new Edit.RemoveElement(requirement.Place.Location))
                .Prepend(new Edit.SetField(same[0].Place.Location, "values", $"[{string.Join(", ", values)}]")));
    }
}

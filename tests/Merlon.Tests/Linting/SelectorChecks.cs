using Merlon.Diagnostics;
using Merlon.Linting;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Tests.Linting;

public sealed class SelectorChecks
{
    [Theory]
    [InlineData("  podSelector:\n  policyTypes: [Ingress]", 5)]
    [InlineData("  policyTypes: [Ingress]\n  podSelector: null", 6)]
    [InlineData("  policyTypes: [Ingress]", 5)]
    public void A_subject_without_value_selects_every_pod(string spec, int line) => Assert.Equal(
        "`podSelector` has no value, so the policy selects every pod of namespace `shop`. Write `podSelector: "
            + "{}` if that is meant.",
        Lints.Find(DiagnosticCodes.NullSelector, line, 3, "spec.podSelector", spec));

    [Fact]
    public void A_policy_without_spec_selects_every_pod()
    {
        var found = Lints.Of(
            DiagnosticCodes.NullSelector,
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: web}\nspec:\n");
        Lints.At(4, 1, "spec.podSelector", Assert.Single(found));
    }

    [Fact]
    public void An_empty_subject_is_written_on_purpose() =>
        Lints.FindNone(DiagnosticCodes.NullSelector, "  podSelector: {}");

    [Theory]
    [InlineData("{matchLabels: {app: web}, matchExpressions: [{key: app, operator: NotIn, values: [web]}]}", 0)]
    [InlineData("{matchLabels: {app: web}, matchExpressions: [{key: app, operator: In, values: [api]}]}", 0)]
    [InlineData("{matchLabels: {app: web}, matchExpressions: [{key: app, operator: DoesNotExist}]}", 0)]
    [InlineData(
        "{matchExpressions: [{key: app, operator: In, values: [a, b]}, {key: app, operator: In, values: [c]}]}", 1)]
    [InlineData(
        "{matchExpressions: [{key: app, operator: In, values: [a, b]}, {key: app, operator: NotIn, values: [b, a]}]}",
        1)]
    [InlineData("{matchExpressions: [{key: app, operator: Exists}, {key: app, operator: DoesNotExist}]}", 1)]
    public void A_contradiction_selects_nothing(string selector, int last)
    {
        var spec = $"  podSelector: {selector}";
        var column = spec.LastIndexOf("{key", StringComparison.Ordinal) + 1;
        var message = Lints.Find(
            DiagnosticCodes.SelectorEmpty, 5, column, $"spec.podSelector.matchExpressions[{last}]", spec);
        Assert.StartsWith("No pod can meet `", message, StringComparison.Ordinal);
        Assert.EndsWith(": the policy selects nothing and has no effect.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{matchLabels: {app: web}, matchExpressions: [{key: app, operator: NotIn, values: [api]}]}")]
    [InlineData(
        "{matchLabels: {app: web}, matchExpressions: [{key: app, operator: In, values: [api, web]}, {key: app, "
            + "operator: Exists}]}")]
    [InlineData("{matchLabels: {app: web}, matchExpressions: [{key: tier, operator: DoesNotExist}]}")]
    [InlineData(
        "{matchExpressions: [{key: app, operator: NotIn, values: [a]}, {key: app, operator: NotIn, values: [b]}]}")]
    [InlineData("{matchExpressions: [{key: app, operator: NotIn, values: [a]}, {key: app, operator: DoesNotExist}]}")]
    [InlineData("{matchExpressions: [{key: app, operator: Exists}, {key: app, operator: NotIn, values: [a]}]}")]
    public void What_something_can_meet_is_no_contradiction(string selector) =>
        Lints.FindNone(DiagnosticCodes.SelectorEmpty, $"  podSelector: {selector}");

    [Fact]
    public void A_label_can_be_met_exactly_where_some_value_or_its_absence_meets_it()
    {
        var place = new Place(new SourceLocation("a.yaml", 1, 1), FieldPath.Root);
        string[][] lists = [["x"], ["y"], ["x", "y"]];
        LabelRequirementSpec[] all =
        [
            .. lists.Select(values => new LabelRequirementSpec("a", "In", [.. values], place)),
            .. lists.Select(values => new LabelRequirementSpec("a", "NotIn", [.. values], place)),
            new("a", "Exists", [], place),
            new("a", "DoesNotExist", [], place),
        ];
        LabelSet[] candidates = [LabelSet.Empty, .. "xyz".Select(value => LabelSet.Empty.With("a", $"{value}"))];
        foreach (var selector in
            from first in all from second in all from third in all
            select new LabelSelectorSpec([], [first, second, third], place))
        {
            var expression = selector.ToExpression();
            var demand = Assert.Single(LabelDemand.Of(selector, _ => false));
            Assert.True(candidates.Any(expression.Matches) == demand.CanBeMet, expression.ToString());
            Assert.True(expression.Matches(LabelSet.Empty) == demand.CanBeMetWithoutLabel, expression.ToString());
            demand = Assert.Single(LabelDemand.Of(selector, _ => true));
            Assert.True(candidates.Skip(1).Any(expression.Matches) == demand.CanBeMet, expression.ToString());
        }
    }

    [Fact]
    public void A_contradiction_is_found_in_a_peer() => Assert.Equal(
        "No namespace can meet `team=a` and `team in (b,c)`: the peer matches nothing and allows nothing.",
        Lints.Find(
            DiagnosticCodes.SelectorEmpty, 11, 11, "spec.egress[0].to[0].namespaceSelector.matchExpressions[0]", """
              podSelector: {}
              policyTypes: [Egress]
              egress:
              - to:
                - namespaceSelector:
                    matchExpressions:
                    - {key: team, operator: In, values: [b, c]}
                    matchLabels: {team: a}
            """));

    [Fact]
    public void Every_namespace_has_the_label_of_its_name() => Assert.Equal(
        "No namespace can meet `!kubernetes.io/metadata.name`: the peer matches nothing and allows nothing.",
        Lints.Find(
            DiagnosticCodes.SelectorEmpty, 10, 11, "spec.ingress[0].from[0].namespaceSelector.matchExpressions[0]", """
              podSelector: {}
              ingress:
              - from:
                - namespaceSelector:
                    matchExpressions:
                    - {key: kubernetes.io/metadata.name, operator: DoesNotExist}
            """));

    [Fact]
    public void Requirements_of_one_kind_on_one_label_are_one() => Assert.Equal(
        "2 `NotIn` requirements on `app` must all hold. One says the same: `NotIn [a, b]`.",
        Lints.Find(DiagnosticCodes.SelectorMerge, 9, 7, "spec.podSelector.matchExpressions[2]", """
              podSelector:
                matchExpressions:
                - {key: app, operator: NotIn, values: [a]}
                - {key: tier, operator: NotIn, values: [a]}
                - {key: app, operator: NotIn, values: [b, a]}
            """));

    [Fact]
    public void In_lists_are_merged_to_what_they_share() => Assert.EndsWith(
        "One says the same: `In [b]`.",
        Lints.Find(DiagnosticCodes.SelectorMerge, 8, 7, "spec.podSelector.matchExpressions[1]", """
              podSelector:
                matchExpressions:
                - {key: app, operator: In, values: [a, b]}
                - {key: app, operator: In, values: [b, c]}
            """),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("{key: app, operator: In, values: [a]}, {key: app, operator: In, values: [b]}")]
    [InlineData("{key: app, operator: In, values: [a, b]}, {key: app, operator: NotIn, values: [b]}")]
    [InlineData("{key: app, operator: NotIn, values: [a]}, {key: tier, operator: NotIn, values: [a]}")]
    public void Requirements_that_no_single_one_states_are_left(string requirements) =>
        Lints.FindNone(DiagnosticCodes.SelectorMerge, $"  podSelector: {{matchExpressions: [{requirements}]}}");
}

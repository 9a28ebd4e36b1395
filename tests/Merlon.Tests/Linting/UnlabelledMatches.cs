using Merlon.Diagnostics;

namespace Merlon.Tests.Linting;

/// <summary>SEL-NOTIN-MISSING.</summary>
public sealed class UnlabelledMatches
{
    const string SubjectPath = "spec.podSelector.matchExpressions[0]";

    const string NotWeb = "  podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}";

    [Fact]
    public void NotIn_selects_pods_without_the_label() => Assert.Equal(
        "`NotIn` also selects what lacks the label: the policy governs pods without the label `app` or `tier` too. "
            + "Require `Exists` as well if that is not meant.",
        Lints.Find(DiagnosticCodes.SelectorNotInMissing, 8, 7, "spec.podSelector.matchExpressions[1]", """
              podSelector:
                matchExpressions:
                - {key: role, operator: Exists}
                - {key: app, operator: NotIn, values: [web]}
                - {key: tier, operator: NotIn, values: [db]}
            """));

    [Theory]
    [InlineData("{key: app, operator: NotIn, values: [web]}, {key: app, operator: Exists}")]
    [InlineData("{key: app, operator: NotIn, values: [web]}, {key: app, operator: In, values: [web, api]}")]
    [InlineData("{key: app, operator: NotIn, values: [web]}, {key: app, operator: DoesNotExist}")]
    [InlineData("{key: app, operator: DoesNotExist}")]
    public void A_selector_that_speaks_of_the_missing_label_is_clear(string requirements) =>
        Lints.FindNone(DiagnosticCodes.SelectorNotInMissing, $"  podSelector: {{matchExpressions: [{requirements}]}}");

    [Fact]
    public void A_label_that_matchLabels_requires_cannot_be_missing() => Lints.FindNone(
        DiagnosticCodes.SelectorNotInMissing,
        "  podSelector: {matchLabels: {app: api}, matchExpressions: [{key: app, operator: NotIn, values: [web]}]}");

    [Fact]
    public void Known_pods_without_the_label_are_named()
    {
        var found = Lints.Of(
            DiagnosticCodes.SelectorNotInMissing,
            Lints.Policy(NotWeb),
            Pod("shop", "a", ""),
            Pod("shop", "b", ""),
            Pod("shop", "c", ""),
            Pod("shop", "d", ""),
            Pod("shop", "e", "app: api"), Pod("other", "f", ""));
        var message = Lints.At(5, 36, SubjectPath, Assert.Single(found));
        Assert.Contains("for instance `shop/a`, `shop/b`, `shop/c` and 1 more.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_said_where_every_known_pod_has_the_label() =>
        Assert.Empty(Lints.Of(
            DiagnosticCodes.SelectorNotInMissing,
            Lints.Policy(NotWeb),
            Pod("shop", "a", "app: api"),
            Pod("other", "b", "")));

    [Fact]
    public void A_pod_without_the_label_that_another_condition_excludes_does_not_count() =>
        Assert.Empty(Lints.Of(
            DiagnosticCodes.SelectorNotInMissing,
            Lints.Policy(
                "  podSelector: {matchLabels: {tier: front}, matchExpressions: [{key: app, operator: NotIn, values: "
                    + "[web]}]}"),
            Pod("shop", "a", "tier: back")));

    [Fact]
    public void Cluster_dns_is_named_where_its_namespace_is_in_reach()
    {
        var message = Lints.Find(
            DiagnosticCodes.SelectorNotInMissing, 9, 40, "spec.ingress[0].from[0].podSelector.matchExpressions[0]", """
              podSelector: {}
              ingress:
              - from:
                - namespaceSelector: {}
                  podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}
            """);
        Assert.Contains(
            "the peer includes pods without the label `app` too, for instance cluster DNS.",
            message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Cluster_dns_is_not_named_where_the_policy_cannot_mean_it() => Assert.DoesNotContain(
        "cluster DNS",
        Lints.Find(DiagnosticCodes.SelectorNotInMissing, 5, 36, SubjectPath, NotWeb),
        StringComparison.Ordinal);

    [Fact]
    public void NotIn_matches_namespaces_without_the_label() => Assert.Contains(
        "the peer includes namespaces without the label `team` too, for instance `kube-system`.",
        Lints.Find(
            DiagnosticCodes.SelectorNotInMissing,
            8,
            46,
            "spec.ingress[0].from[0].namespaceSelector.matchExpressions[0]",
            """
              podSelector: {}
              ingress:
              - from:
                - namespaceSelector: {matchExpressions: [{key: team, operator: NotIn, values: [a]}]}
            """),
        StringComparison.Ordinal);

    [Fact]
    public void No_namespace_lacks_the_label_of_its_name() => Lints.FindNone(DiagnosticCodes.SelectorNotInMissing, """
          podSelector: {}
          ingress:
          - from:
            - namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [a]}]}
        """);

    static string Pod(string @namespace, string name, string labels) =>
        $"{{apiVersion: v1, kind: Pod, metadata: {{name: {name}, namespace: {@namespace}, labels: {{{labels}}}}}, "
            + $"spec: {{}}}}";
}

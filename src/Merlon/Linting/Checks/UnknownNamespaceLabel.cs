using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Linting.Checks;

/// <summary>A selector of namespaces that asks for a label which none of the listed ones has.</summary>
sealed class UnknownNamespaceLabel : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.NamespaceLabel,
            "`namespaceSelector` looks at labels, not at names, and none of the namespaces in the manifests carries this "
                + "one: the peer matches nobody. Every namespace carries `kubernetes.io/metadata.name`, set by the API "
                + "server.")
        {
            Example = LintRule.PolicyOf(Spec("name")) + Namespaces,
            Better = LintRule.PolicyOf(Spec(ClusterNamespace.NameLabel)) + Namespaces,
        },
    ];

    const string Namespaces = """
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: monitoring}

        """;

    public override CheckScope Scope => CheckScope.Form;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context)
    {
        // What the API server adds is there without a manifest; any other label may be on a namespace not listed.
        if (!context.KnowsNamespaceLabels) return [];
        return
            from use in context.SelectorsOf(policy)
            where use.Role == SelectorRole.PeerNamespaces
            let expression = use.Selector.ToExpression()
            where !context.ListedNamespaces.Any(known => expression.Matches(known.Labels))
            from demand in use.Demands
            where demand.CanBeMet && !demand.CanBeMetWithoutLabel
            let term = LabelExpression.All(demand.Requirements.Select(requirement => requirement.ToExpression()))
            where !context.ListedNamespaces.Any(known => term.Matches(known.Labels))
            where demand.Key != ClusterNamespace.NameLabel
                || demand.Requirements.SelectMany(requirement => requirement.Values).All(context.LacksNamespace)
            select Finding(demand, term, context);
    }

    static LintFinding Finding(LabelDemand demand, LabelExpression term, LintContext context)
    {
        var named = demand.Key == ClusterNamespace.NameLabel
            ? null
            : demand.Requirements.SelectMany(requirement => requirement.Values).FirstOrDefault(context.Namespaces.Contains);
        var hint = named is null
            ? ""
            : $" For the namespace `{named}`, write `{ClusterNamespace.NameLabel}: {named}`.";
        return new LintFinding(
            DiagnosticCodes.NamespaceLabel,
            $"No Namespace among the manifests has `{term}`: unless the cluster has one, the peer matches nobody.{hint}",
            demand.Requirements[0].Place);
    }

    static string Spec(string key) => $$"""
        podSelector: {}
        policyTypes: [Ingress]
        ingress:
        - from:
          - namespaceSelector:
              matchLabels:
                {{key}}: monitoring
        """;
}

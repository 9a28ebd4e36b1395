using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Resources;

namespace Merlon.Linting.Checks;

/// <summary>
/// A selector of namespaces and one of pods in neighbouring peers, which read like one peer with both.
/// </summary>
sealed class AlternativeSelectors : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.PeerAndOr,
            "Two neighbouring elements of `from` or `to` are alternatives: pods of the one kind, or pods "
                + "of the other. One element with both selectors means pods that meet both. The two forms "
                + "differ by one hyphen.")
        {
            Example = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Ingress]
            ingress:
            - from:
              - namespaceSelector: {matchLabels: {team: front}}
              - podSelector: {matchLabels: {app: proxy}}
            """),
            Better = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Ingress]
            ingress:
            - from:
              - namespaceSelector: {matchLabels: {team: front}}
                podSelector: {matchLabels: {app: proxy}}
            """),
        },
    ];

    public override CheckScope Scope => CheckScope.Form;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context) =>
        policy.AllRules.SelectMany(rule => Check(rule.Peers, policy.Meta.Namespace));

    static IEnumerable<LintFinding> Check(ImmutableArray<PeerSpec> peers, string ownNamespace)
    {
        for (var i = 1; i < peers.Length; i++)
        {
            var namespaces = OnlyNamespaces(peers[i - 1]) ?? OnlyNamespaces(peers[i]);
            var pods = OnlyPods(peers[i - 1]) ?? OnlyPods(peers[i]);
            // With the pods all of them, one peer with both selectors would be no other than the one with namespaces.
            if (namespaces is null || pods is null or { IsEmpty: true }) continue;
            yield return new LintFinding(
                DiagnosticCodes.PeerAndOr, Message(namespaces, pods, ownNamespace), peers[i].Place);
            i++;
        }
    }

    static LabelSelectorSpec? OnlyNamespaces(PeerSpec peer) => peer.PodSelector is null ? peer.NamespaceSelector : null;

    static LabelSelectorSpec? OnlyPods(PeerSpec peer) => peer.NamespaceSelector is null ? peer.PodSelector : null;

    static string Message(LabelSelectorSpec namespaces, LabelSelectorSpec pods, string ownNamespace)
    {
        var anyPod = namespaces.IsEmpty
            ? "any pod of any namespace"
            : $"any pod of namespaces with `{namespaces.ToExpression()}`";
        return $"This peer and the one before it are alternatives: {anyPod}, "
            + $"or pods with `{pods.ToExpression()}` of namespace `{ownNamespace}`. For pods that meet both, "
            + "write both selectors in one peer.";
    }
}

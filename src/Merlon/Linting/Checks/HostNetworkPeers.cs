using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Linting.Checks;

/// <summary>A peer whose labels fit pods on the host network, which no selector matches.</summary>
sealed class HostNetworkPeers : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.HostNetworkPeer,
            "Pods on the host network have their node's address, and selectors do not match them: a rule that names "
                + "them by label does not let them in. An `ipBlock` of the nodes does, and lets in everything on them.")
        {
            Example = LintRule.PolicyOf(ScrapedBy) + Agent("true"),
            Better = LintRule.PolicyOf(ScrapedBy) + Agent("false"),
        },
    ];

    const string ScrapedBy = """
        podSelector: {matchLabels: {app: web}}
        policyTypes: [Ingress]
        ingress:
        - from:
          - podSelector: {matchLabels: {app: agent}}
        """;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context)
    {
        if (context.HostNetworkPods.IsEmpty) return [];
        return
            from direction in new[] { Direction.Ingress, Direction.Egress }
            where policy.Governs(direction)
            from peer in policy.Rules(direction).SelectMany(rule => rule.Peers)
            where peer.PodSelector is { IsEmpty: false }
            let found = Found(policy, peer, context)
            where found.Count > 0
            select new LintFinding(DiagnosticCodes.HostNetworkPeer, Message(direction, found), peer.Place);
    }

    static List<string> Found(NetworkPolicyResource policy, PeerSpec peer, LintContext context)
    {
        NamespaceScope scope = peer.NamespaceSelector is { } namespaces
            ? new NamespaceScope.Matching(namespaces.ToExpression())
            : new NamespaceScope.Named(policy.Meta.Namespace);
        var labels = peer.PodSelector!.ToExpression();
        return
        [
            .. context.HostNetworkPods
                .Where(pod => scope.Contains(pod.Namespace!) && labels.Matches(pod.Labels))
                .Select(pod => $"`{pod.Workload}`")
                .Distinct(StringComparer.Ordinal),
        ];
    }

    static string Message(Direction direction, List<string> found)
    {
        var isOne = found.Count == 1;
        var what = direction == Direction.Ingress ? "what comes from" : "what goes to";
        return $"{LintWords.Listed(found, "and", 3)} {(isOne ? "is" : "are")} on the host network, where no selector "
            + $"matches: this peer does not allow {what} {(isOne ? "it" : "them")}. An `ipBlock` of the nodes would.";
    }

    static string Agent(string hostNetwork) => $"""
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: agent
          namespace: shop
          labels: {"{app: agent}"}
        spec:
          hostNetwork: {hostNetwork}

        """;
}

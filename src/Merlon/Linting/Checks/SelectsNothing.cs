using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Linting.Checks;

/// <summary>A policy that selects none of the pods that its namespace is known to have, or those on the host
/// network only.</summary>
sealed class SelectsNothing : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.HostNetworkSubject,
            "Pods on the host network send and receive as their node, and no NetworkPolicy applies to them. A policy "
                + "that selects no others has no effect; the host's own firewall would have one.")
        {
            Example = LintRule.PolicyOf("""
                podSelector: {matchLabels: {app: exporter}}
                policyTypes: [Ingress]
                """) + Exporter("true"),
            Better = LintRule.PolicyOf("""
                podSelector: {matchLabels: {app: exporter}}
                policyTypes: [Ingress]
                """) + Exporter("false"),
        },
    ];

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context)
    {
        var pods = context.PodsOf(policy.Meta.Namespace);
        if (pods.IsEmpty || context.HasUnreadPods) yield break;
        var subject = policy.PodSelector?.ToExpression() ?? LabelExpression.Everything;
        var selected = pods.Where(pod => subject.Matches(pod.Labels)).ToList();
        if (selected.Any(pod => pod.IsOnPodNetwork)) yield break;
        if (selected.Count > 0)
        {
            yield return new LintFinding(
                DiagnosticCodes.HostNetworkSubject,
                $"The policy selects pods on the host network only ({LintWords.Listed(Names(selected), "and", 3)}), and "
                    + "policies do not apply to those: it has no effect.",
                policy.Places.PodSelector);
        }
        else if (policy.PodSelector is { IsEmpty: false } && LabelDemand.Of(policy.PodSelector, _ => false).All(demand => demand.CanBeMet))
        {
            yield return new LintFinding(
                DiagnosticCodes.BlockNoop,
                $"No pod of namespace `{policy.Meta.Namespace}` meets `{subject}`: among the pods of the manifests the "
                    + $"policy has no effect.{Near(policy, pods)}",
                policy.Places.PodSelector);
        }
    }

    static List<string> Names(IEnumerable<Endpoint> pods) =>
        [.. pods.Select(pod => $"`{pod.Workload}`").Distinct(StringComparer.Ordinal)];

    // The label that most pods carry under the key that none of them meets.
    static string Near(NetworkPolicyResource policy, ImmutableArray<Endpoint> pods)
    {
        var values = policy.PodSelector!.MatchLabels
            .SelectMany(label => pods
                .Select(pod => pod.Labels.TryGet(label.Key, out var value) ? value : null)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .Select(value => (label.Key, Wanted: label.Value, Value: value)))
            .Where(found => Manifests.NearestName.Find(found.Wanted, [found.Value]) is not null
                && found.Value != found.Wanted)
            .ToList();
        return values is [var only] ? $" Did you mean `{only.Key}: {only.Value}`?" : "";
    }

    static string Exporter(string hostNetwork) => $"""
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: exporter
          namespace: shop
          labels: {"{app: exporter}"}
        spec:
          hostNetwork: {hostNetwork}

        """;
}

using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Linting.Checks.Calico;
using Merlon.Linting.Worlds;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Linting.Checks;

/// <summary>Pods that are isolated for egress and can ask no resolver for a name.</summary>
sealed class BlockedDns : PolicyCheck<PolicyResource>
{
    const ushort UsualPort = 53;

    const string Rule =
        "{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, "
        + "podSelector: {matchLabels: {k8s-app: kube-dns}}}], "
        + "ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]}";

    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.DnsBlocked,
            "A pod that is isolated for egress reaches what some rule allows, and cluster DNS is no exception: without "
                + "a rule for port 53, UDP and TCP, every connection by name fails, the allowed ones too. Where the "
                + "manifests show the DNS pods, the flow to them is evaluated. Else pods with `k8s-app=kube-dns` in "
                + "`kube-system` and a node-local cache are assumed, and a rule that names UDP 53 is trusted. Cluster-wide "
                + "and Calico policies are asked about the pods of the manifests.")
        {
            Example = LintRule.PolicyOf("""
                podSelector: {matchLabels: {app: web}}
                policyTypes: [Egress]
                egress:
                - to:
                  - podSelector: {matchLabels: {app: db}}
                  ports:
                  - {protocol: TCP, port: 5432}
                """),
            Better = LintRule.PolicyOf("""
                podSelector: {matchLabels: {app: web}}
                policyTypes: [Egress]
                egress:
                - to:
                  - podSelector: {matchLabels: {app: db}}
                  ports:
                  - {protocol: TCP, port: 5432}
                - to:
                  - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}
                    podSelector: {matchLabels: {k8s-app: kube-dns}}
                  ports:
                  - {protocol: UDP, port: 53}
                  - {protocol: TCP, port: 53}
                """),
        },
    ];

    public override IEnumerable<LintFinding> Check(PolicyResource policy, LintContext context)
    {
        if (context.Compiled(policy) is not { Policy.GovernsEgress: true }) yield break;
        var world = context.World;
        foreach (var pod in world.SubjectsOf(policy))
        {
            if (world.Blocked(pod, world.Resolvers, Protocol.Udp) is not { } udp || udp.Policy != policy.Id) continue;
            if (udp.Rule is null && (IsTrusted(world, pod) || ImplicitDeny.Tells(policy))) continue;
            var place = PolicyPlaces.Egress(policy);
            yield return new LintFinding(DiagnosticCodes.DnsBlocked, Message(udp, world), place)
            {
                Fix = policy is NetworkPolicyResource
                    ? Fix.Proposed(
                        "Allow UDP and TCP 53 to cluster DNS", new Edit.AddElement(place.Location, "egress", Rule))
                    : null,
            };
            yield break;
        }
    }

    // Where the resolver is not known, a rule that names its port is trusted to name it too.
    static bool IsTrusted(LintWorld world, Endpoint pod) => world.Resolvers.AreAssumed
        && world.Evaluator.Applying(pod, Direction.Egress)
            .SelectMany(tier => tier.Policies)
            .SelectMany(policy => policy.Egress)
            .SelectMany(rule => rule.AllPorts)
            .Any(port => port.Protocol == Protocol.Udp && NamesDns(port));

    static bool NamesDns(PortMatch port) => port switch
    {
        PortMatch.Numbered numbered => numbered.Ports.Contains(UsualPort) && numbered.Ports != PortRange.All,
        PortMatch.Named named => named.Name.Contains("dns", StringComparison.Ordinal),
        _ => false,
    };

    static string Message(BlockedFlow blocked, LintWorld world)
    {
        var assumed = world.Resolvers.AreAssumed
            ? " The manifests do not show cluster DNS: pods with `k8s-app=kube-dns` in `kube-system` are assumed."
            : "";
        var flow = LintWorld.NameOf(blocked.Flow);
        return blocked.Rule is { } rule
            ? $"Rule {rule.Number} keeps pods from asking for names: `{flow}` is denied, so connections by name "
                + $"fail.{assumed}"
            : $"No rule lets the selected pods ask for names: `{flow}` is denied, so connections by name fail, the "
                + $"allowed ones too.{assumed}";
    }
}

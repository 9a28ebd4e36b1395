using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Linting.Checks.Calico;
using Merlon.Linting.Worlds;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Linting.Checks;

/// <summary>Pods that are isolated for egress, work by the API server, and cannot reach it.</summary>
sealed class BlockedApi : PolicyCheck<PolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.ApiBlocked,
            "Pods of `kube-system`, operators and controllers work by talking to the API server; isolated for egress "
                + "without a way to it, they stop. Policies see the address after translation: that of a control-plane "
                + "node and usually port 6443, not that of the Service `kubernetes`. Where neither the manifests nor "
                + "`merlon.yaml` tell the API servers, this is reported only where no rule reaches ports 6443, 443 or "
                + "8443 at any of the usual ranges.")
        {
            Example = """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: agents
                  namespace: kube-system
                spec:
                  podSelector: {matchLabels: {app: agent}}
                  policyTypes: [Egress]
                  egress:
                  - ports:
                    - {protocol: UDP, port: 53}
                    - {protocol: TCP, port: 53}

                """,
            Better = """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: agents
                  namespace: kube-system
                spec:
                  podSelector: {matchLabels: {app: agent}}
                  policyTypes: [Egress]
                  egress:
                  - ports:
                    - {protocol: UDP, port: 53}
                    - {protocol: TCP, port: 53}
                  - to:
                    - ipBlock: {cidr: 10.0.0.0/8}
                    ports:
                    - {protocol: TCP, port: 6443}

                """,
        },
    ];

    public override IEnumerable<LintFinding> Check(PolicyResource policy, LintContext context)
    {
        if (context.Compiled(policy) is not { Policy.GovernsEgress: true }) yield break;
        var world = context.World;
        foreach (var pod in world.SubjectsOf(policy).Where(NeedsApi))
        {
            if (world.Blocked(pod, world.ApiServers, Protocol.Tcp) is not { } blocked) continue;
            if (blocked.Policy != policy.Id || (blocked.Rule is null && ImplicitDeny.Tells(policy))) continue;
            yield return new LintFinding(
                DiagnosticCodes.ApiBlocked, Message(blocked, world), PolicyPlaces.Egress(policy));
            yield break;
        }
    }

    static bool NeedsApi(Endpoint pod) =>
        pod.Namespace?.Name == WellKnownEnds.SystemNamespace
        || (!LintWorld.IsAssumed(pod) && IsControllerName(LastPart(pod.Workload.Text)));

    static bool IsControllerName(string name) =>
        name.EndsWith("-operator", StringComparison.Ordinal)
        || name.EndsWith("-controller", StringComparison.Ordinal)
        || name.EndsWith("-controller-manager", StringComparison.Ordinal);

    static string LastPart(string id) => id[(id.LastIndexOf('/') + 1)..];

    static string Message(BlockedFlow blocked, LintWorld world)
    {
        var pod = LintWorld.NameOf(blocked.Flow.Source);
        var why = blocked.Rule is { } rule ? $"Rule {rule.Number} closes the way to the API server" : "No rule leads to the API server";
        return world.ApiServers.AreAssumed
            ? $"{why}: {pod} reaches no address at TCP 6443, 443 or 8443, and works by the "
                + "API. Where the API servers listen is assumed; `merlon.yaml` can tell."
            : $"{why}: `{LintWorld.NameOf(blocked.Flow)}` is denied, and {pod} works by it.";
    }
}

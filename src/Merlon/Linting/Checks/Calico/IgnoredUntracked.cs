using System.Collections.Immutable;
using Merlon.Apis.CalicoV3;
using Merlon.Diagnostics;
using Merlon.Policies;

namespace Merlon.Linting.Checks.Calico;

/// <summary>A doNotTrack policy on an endpoint of all interfaces: Calico's agent ignores it there.</summary>
sealed class IgnoredUntracked : PolicyCheck<CalicoPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.CalicoUntrackedIgnored,
            "A `doNotTrack` policy is without effect on a host endpoint whose interfaceName is `*`: Calico's agent applies it to "
                + "named interfaces alone. Give the interface an endpoint of its own.")
        {
            Example = WithHost("\"*\""),
            Better = WithHost("eth0"),
        },
    ];

    public override IEnumerable<LintFinding> Check(CalicoPolicyResource policy, LintContext context)
    {
        if (policy.Spec.HostKind != HostPolicyKind.Untracked || policy.Spec.Staged is not null) yield break;
        var compiled = context.PolicySet.At(PolicyStage.Untracked).SelectMany(tier => tier.Policies)
            .FirstOrDefault(candidate => candidate.Id == policy.Id);
        if (compiled is null) yield break;
        foreach (var endpoint in context.Cluster.HostEndpoints.Where(host => host.IsWildcard && compiled.Subject.Matches(host)))
        {
            yield return new LintFinding(
                DiagnosticCodes.CalicoUntrackedIgnored,
                $"it is without effect on {endpoint}, which is of all interfaces: `doNotTrack` needs an endpoint of one interface.",
                policy.Spec.Place);
        }
    }

    static string WithHost(string @interface) => $$$"""
        apiVersion: projectcalico.org/v3
        kind: HostEndpoint
        metadata:
          name: worker-1
          labels: {role: worker}
        spec:
          node: worker-1
          interfaceName: {{{@interface}}}
          profiles: [projectcalico-default-allow]
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkPolicy
        metadata:
          name: fast-dns
        spec:
          selector: role == 'worker'
          applyOnForward: true
          doNotTrack: true
          types: [Ingress]
          ingress:
          - {action: Allow, protocol: UDP, destination: {ports: [53]}}

        """;
}

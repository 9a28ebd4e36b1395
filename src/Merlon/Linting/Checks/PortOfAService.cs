using System.Collections.Immutable;
using System.Globalization;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Linting.Checks;

/// <summary>A rule that names the port of a Service, where its pods listen at another.</summary>
sealed class PortOfAService : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.ServicePort,
            "Policies see the port of the pod, after the Service's translation. A rule that names the Service's own "
                + "port opens a port at which nobody listens, and leaves closed the one that is used. Write the "
                + "`targetPort`.")
        {
            Example = LintRule.PolicyOf(Spec(80)) + Backend,
            Better = LintRule.PolicyOf(Spec(8080)) + Backend,
        },
    ];

    const string Backend = """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web-1, namespace: shop, labels: {app: web}}
        spec: {containers: [{name: web, ports: [{containerPort: 8080}]}]}

        """;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context)
    {
        if (context.Cluster.Services.IsEmpty) yield break;
        foreach (var direction in new[] { Direction.Ingress, Direction.Egress }.Where(policy.Governs))
        {
            foreach (var rule in policy.Rules(direction))
            {
                foreach (var entry in rule.Ports.Where(entry => entry.Port?.Number is not null && entry.EndPort is null))
                {
                    var targets = context.TargetsOf(policy, rule, direction);
                    if (Wrong(entry, rule, targets, context.Cluster) is not { } found) continue;
                    yield return Finding(entry, found.Service, found.Port);
                }
            }
        }
    }

    // The Service whose port it is, unless some pod that the rule speaks of listens there or the rule has both ports.
    static (Service Service, ServicePort Port)? Wrong(
        PortSpec entry, RuleSpec rule, IReadOnlySet<Endpoint> targets, Cluster cluster)
    {
        var number = (ushort)entry.Port!.Number!.Value;
        var protocol = Protocol.TryParse(entry.EffectiveProtocol, out var parsed) ? parsed : Protocol.Tcp;
        if (targets.Count == 0
            || targets.Any(pod => pod.Ports.Any(port => port.Number == number && port.Protocol == protocol))) return null;
        var services =
            (from service in cluster.Services
             where !service.IsHeadless
             from port in service.Ports
             where port.Protocol == protocol
                 && port.Backends.Any(backend => backend.End.Endpoint is { } pod && targets.Contains(pod))
             select (Service: service, Port: port)).ToList();
        // Where it is the target of any, it is right there.
        if (services.Any(found => found.Port.Backends.Any(backend => backend.Port == number))) return null;
        foreach (var found in services.Where(found => found.Port.Port == number))
        {
            if (!found.Port.Backends.Any(backend => IsNamed(rule, backend.Port))) return found;
        }
        return null;
    }

    static bool IsNamed(RuleSpec rule, ushort port) => rule.Ports.Any(entry =>
        entry.Port is null || (entry.Port.Number is { } first && first <= port && port <= (entry.EndPort ?? first)));

    static LintFinding Finding(PortSpec entry, Service service, ServicePort port)
    {
        var targets = port.Backends.Select(backend => backend.Port).Distinct().Order().ToList();
        var texts = targets.Select(target => target.ToString(CultureInfo.InvariantCulture)).ToList();
        return new LintFinding(
            DiagnosticCodes.ServicePort,
            $"{port.Port} is the port of Service `{service.Namespace}/{service.Name}`; its pods listen at "
                + $"{LintWords.Listed(texts, "and")}, which is what policies see. This entry does not open the Service.",
            entry.Place)
        {
            Fix = texts is [var only]
                ? Fix.Proposed($"Write the target port {only}", new Edit.SetField(entry.Place.Location, "port", only))
                : null,
        };
    }

    static string Spec(int port) => $$"""
        podSelector: {matchLabels: {app: web} }
        policyTypes: [Ingress]
        ingress:
        - from:
          - podSelector: {}
          ports:
          - {protocol: TCP, port: {{port}} }
        """;
}

using System.Collections.Immutable;
using System.Globalization;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Linting.Checks;

/// <summary>Port names that no pod has, or that mean different numbers.</summary>
sealed class NamedPorts : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.NamedPortNone,
            "A port name is looked up in the containers of the destination pod. None of the pods that the rule speaks of "
                + "declares it, so the entry opens nothing. Some engines then open every port instead.")
        {
            Example = LintRule.PolicyOf(Spec("htp")) + Pod("web-1", 8080),
            Better = LintRule.PolicyOf(Spec("http")) + Pod("web-1", 8080),
        },
        new LintRule(
            DiagnosticCodes.NamedPortAmbiguous,
            "The pods that the rule speaks of give the name different numbers: on each pod another port is open. That can "
                + "be meant, as while a version moves from one port to another.")
        {
            Example = LintRule.PolicyOf(Spec("http")) + Pod("web-1", 8080) + Pod("web-2", 80),
            Better = LintRule.PolicyOf(Spec("http")) + Pod("web-1", 8080) + Pod("web-2", 8080),
        },
    ];

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context) =>
        from direction in new[] { Direction.Ingress, Direction.Egress }
        where policy.Governs(direction)
        from rule in policy.Rules(direction)
        from entry in rule.Ports
        where entry.Port?.Text is not null
        let targets = context.TargetsOf(policy, rule, direction)
        where targets.Count > 0 && !context.HasUnreadPods
        let finding = Check(entry, entry.Port!.Text!, targets)
        where finding is not null
        select finding;

    static LintFinding? Check(PortSpec entry, string name, IReadOnlySet<Endpoint> targets)
    {
        var declared = targets
            .SelectMany(pod => pod.Ports.Where(port => port.Protocol.ToString() == entry.EffectiveProtocol))
            .ToList();
        var numbers = declared.Where(port => port.Name == name).Select(port => port.Number).Distinct().Order().ToList();
        if (numbers.Count == 1) return null;
        if (numbers.Count > 1)
        {
            var texts = numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)).ToList();
            return new LintFinding(
                DiagnosticCodes.NamedPortAmbiguous,
                $"`{name}` means {LintWords.Listed(texts, "or")}, depending on the pod.",
                entry.Place);
        }
        var near = NearestName.Find(name, declared.Select(port => port.Name).OfType<string>().Distinct());
        return new LintFinding(
            DiagnosticCodes.NamedPortNone,
            $"No pod that the rule speaks of has a {entry.EffectiveProtocol} port called `{name}`: this entry opens "
                + $"nothing.{(near is null ? "" : $" Did you mean `{near}`?")}",
            entry.Place)
        {
            Fix = near is null
                ? null
                : Fix.Proposed($"Write {near}", new Edit.SetField(entry.Place.Location, "port", near)),
        };
    }

    static string Pod(string name, int port) => $$"""
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: {{name}}, namespace: shop, labels: {app: web} }
        spec: {containers: [{name: web, ports: [{name: http, containerPort: {{port}} }]}]}

        """;

    static string Spec(string name) => $$"""
        podSelector: {matchLabels: {app: web} }
        policyTypes: [Ingress]
        ingress:
        - from:
          - podSelector: {}
          ports:
          - {protocol: TCP, port: {{name}} }
        """;
}

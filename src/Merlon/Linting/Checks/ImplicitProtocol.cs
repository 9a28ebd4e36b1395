using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;

namespace Merlon.Linting.Checks;

/// <summary>Ports without protocol, which are TCP ports.</summary>
sealed class ImplicitProtocol : PolicyCheck<NetworkPolicyResource>
{
    const int MostPorts = 3;

    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.ProtocolDefault,
            "A port without protocol is a TCP port. UDP, as for DNS, must be written.")
        {
            Example = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Ingress]
            ingress:
            - from:
              - podSelector: {}
              ports:
              - port: 80
            """),
            Better = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Ingress]
            ingress:
            - from:
              - podSelector: {}
              ports:
              - port: 80
                protocol: TCP
            """),
        },
    ];

    public override CheckScope Scope => CheckScope.Form;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context)
    {
        var ports = policy.AllRules
            .SelectMany(rule => rule.Ports)
            .Where(port => port.Protocol is null)
            .ToList();
        if (ports.Count > 0)
        {
            yield return new LintFinding(DiagnosticCodes.ProtocolDefault, Message(ports), ports[0].Place)
            {
                Fix = Fix.Safe(
                    "Write `protocol: TCP`",
                    ports.Select(port => new Edit.SetField(port.Place.Location, "protocol", "TCP"))),
            };
        }
    }

    static string Message(List<PortSpec> ports)
    {
        var texts = ports
            .Select(port => port.Port is null ? "an entry for any port" : $"`{port.Port}`")
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return $"Without protocol, {LintWords.Listed(texts, "and", MostPorts)} {(texts.Count == 1 ? "means" : "mean")} "
            + "TCP alone, not UDP.";
    }
}

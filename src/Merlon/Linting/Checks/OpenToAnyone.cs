using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Linting.Checks;

/// <summary>An ingress rule that limits the ports and not who connects.</summary>
sealed class OpenToAnyone : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.ExternalOpen,
            "A rule without `from` admits anyone: other namespaces, and everybody outside who can reach "
                + "the pod. Ports alone do not limit who connects.")
        {
            Example = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Ingress]
            ingress:
            - ports:
              - {protocol: TCP, port: 80}
            """),
            Better = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Ingress]
            ingress:
            - from:
              - namespaceSelector: {}
              ports:
              - {protocol: TCP, port: 80}
            """),
        },
    ];

    public override CheckScope Scope => CheckScope.Form;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context)
    {
        if (!policy.Governs(Direction.Ingress)) return [];
        return
            from rule in policy.Ingress
            where rule.Peers.IsEmpty && !rule.Ports.IsEmpty
            select new LintFinding(
                DiagnosticCodes.ExternalOpen,
                "The rule names nobody in `from`, so anyone may connect to its ports, the Internet included. "
                    + "For pods of the cluster alone, write `from: [{namespaceSelector: {}}]`."
                    + Witness(policy, rule, context),
                rule.Place)
            {
                Fix = Fix.Proposed(
                    "Admit the pods of the cluster alone",
                    new Edit.SetField(rule.Place.Location, "from", "[{namespaceSelector: {}}]")),
            };
    }

    static string Witness(NetworkPolicyResource policy, RuleSpec rule, LintContext context)
    {
        var entry = rule.Ports.FirstOrDefault(port => port.Port?.Number is not null);
        return entry?.Port?.Number is { } port && Protocol.TryParse(entry.EffectiveProtocol, out var protocol)
            ? context.World.Witness(policy, Direction.Ingress, protocol, (ushort)port, Verdict.Allow)
            : "";
    }
}

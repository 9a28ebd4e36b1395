using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Evaluation;
using Merlon.Linting.Worlds;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Linting.Checks;

/// <summary>A policy whose name says that a port is blocked, and whose rules allow that port.</summary>
sealed partial class AllowedThoughNamedBlocked : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.AllowNotDeny,
            "NetworkPolicy has no deny: selecting a pod closes everything, and a rule opens what it lists. A policy "
                + "that is named for blocking a port and lists that port in a rule opens it, and closes the rest; so does a "
                + "port with a comment beside it that says `block` or `deny`. To "
                + "block one port, list all others, or use an API that can deny.")
        {
            Example = """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: block-9001
                  namespace: shop
                spec:
                  podSelector: {}
                  policyTypes: [Egress]
                  egress:
                  - to:
                    - ipBlock: {cidr: 0.0.0.0/0, except: [192.0.2.0/24]}
                    ports:
                    - {protocol: TCP, port: 9001}

                """,
            Better = """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: block-9001
                  namespace: shop
                spec:
                  podSelector: {}
                  policyTypes: [Egress]
                  egress:
                  - ports:
                    - {protocol: TCP, port: 1, endPort: 9000}
                    - {protocol: TCP, port: 9002, endPort: 65535}
                    - {protocol: UDP}
                    - {protocol: SCTP}

                """,
        },
    ];

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context)
    {
        var name = policy.Meta.Name;
        if (!SaysBlock().IsMatch(name) || SaysOtherwise().IsMatch(name)) yield break;
        foreach (var text in PortNumber().Matches(name).Select(match => match.Value))
        {
            if (!ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
            {
                continue;
            }
            var allowing =
                from direction in new[] { Direction.Egress, Direction.Ingress }
                where policy.Governs(direction)
                from rule in policy.Rules(direction)
                where rule.Ports.Any(entry => Covers(entry, port))
                select (Direction: direction, Rule: rule);
            if (allowing.FirstOrDefault() is not { Rule: { } opened } found) continue;
            yield return new LintFinding(
                DiagnosticCodes.AllowNotDeny,
                Message(policy, context.World, found.Direction, opened, port),
                opened.Place);
            yield break;
        }
    }

    static bool Covers(PortSpec entry, ushort port) =>
        entry.Port?.Number is { } first && first <= port && port <= (entry.EndPort ?? first);

    static string Message(
        NetworkPolicyResource policy, LintWorld world, Direction direction, RuleSpec rule, ushort port)
    {
        var opened = string.Join(", ", rule.Ports.Select(entry => $"{entry}").Distinct(StringComparer.Ordinal).Take(3))
            + (rule.Ports.Length > 3 ? " and others" : "");
        var lost = Lost(policy, world, direction);
        return $"`{policy.Meta.Name}` allows {port}: NetworkPolicy cannot deny, so its rule opens {opened} to "
            + $"whomever it names and closes everything else{(lost.Count == 0 ? "" : $", {LintWords.Listed(lost, "and")}")}.";
    }

    // What most pods need, and this one loses.
    static List<string> Lost(NetworkPolicyResource policy, LintWorld world, Direction direction)
    {
        if (world.SubjectsOf(policy) is not [var pod, ..] || direction == Direction.Ingress) return [];
        var self = FlowEnd.Of(pod, null);
        var lost = new List<string>();
        if (world.Blocked(pod, world.Resolvers, Protocol.Udp) is { } dns) lost.Add($"DNS (`{LintWorld.NameOf(dns.Flow)}`)");
        if (world.Blocked(pod, world.ApiServers, Protocol.Tcp) is not null) lost.Add("the API server");
        Add(new Flow(self, LintWorld.Outside, Protocol.Tcp, 443), "HTTPS to the outside");
        Add(new Flow(self, LintWorld.OutsideV6, Protocol.Tcp, 443), "IPv6");
        return lost;

        void Add(Flow flow, string what)
        {
            if (world.Evaluator.Evaluate(flow, Direction.Egress).Verdict == Verdict.Deny) lost.Add(what);
        }
    }

    [GeneratedRegex(@"(?:^|[-.])(?:block|deny|drop|forbid|reject|disallow|prohibit)(?:s|ed|ing)?(?:$|[-.])")]
    private static partial Regex SaysBlock();

    // `deny-all-but-80` says what the rules do.
    [GeneratedRegex(@"(?:^|[-.])(?:allow|except|but|only|unless|permit|open|other)(?:s|ed|ing)?(?:$|[-.])")]
    private static partial Regex SaysOtherwise();

    [GeneratedRegex(@"(?<![A-Za-z0-9])[0-9]{2,5}(?![A-Za-z0-9])")]
    private static partial Regex PortNumber();
}

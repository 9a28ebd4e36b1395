using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Linting.Checks;

/// <summary>Blocks that hold addresses of the cluster itself, where engines differ or nothing can match.</summary>
sealed class BlocksOfTheCluster : PolicyCheck<NetworkPolicyResource>
{
    // A larger block means the outside, and holds the cluster by the way.
    const int ShortestPrefixV4 = 8;
    const int ShortestPrefixV6 = 16;

    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.BlockOfPods,
            "An `ipBlock` is meant for addresses outside the cluster. Addresses of pods change with every restart, and "
                + "Cilium does not match pods by block at all. Select pods by label. Blocks shorter than /8 (/16 for "
                + "IPv6) are left alone.")
        {
            Example = LintRule.PolicyOf(Spec("10.244.0.0/16")) + Cluster,
            Better = LintRule.PolicyOf(Spec("192.0.2.0/24")) + Cluster,
        },
        new LintRule(
            DiagnosticCodes.BlockOfNodes,
            "The block holds addresses of nodes: it also matches pods on the host network, and what reaches pods "
                + "through a node (NodePorts, probes of other nodes). Cilium matches nodes by block only where told so.")
        {
            Example = LintRule.PolicyOf(Spec("10.0.0.0/24")) + Cluster,
            Better = LintRule.PolicyOf(Spec("192.0.2.0/24")) + Cluster,
        },
        new LintRule(
            DiagnosticCodes.BlockOfServices,
            "Policies see the pod behind a Service, after translation. A block of Service addresses matches nothing in "
                + "most engines: select the pods behind the Service by label.")
        {
            Example = LintRule.PolicyOf(Spec("10.96.0.10/32")) + Cluster,
            Better = LintRule.PolicyOf(Spec("192.0.2.0/24")) + Cluster,
        },
    ];

    const string Cluster = """
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: n1}
        spec: {podCIDR: 10.244.1.0/24}
        status: {addresses: [{type: InternalIP, address: 10.0.0.11}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec: {clusterIP: 10.96.0.10, selector: {app: web}, ports: [{port: 80}]}

        """;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context) =>
        from rule in policy.AllRules
        from block in rule.Peers.Select(peer => peer.IpBlock).OfType<IpBlockSpec>()
        where block.Cidr.Value is { } cidr && IsSpecific(cidr)
        from finding in Check(block, context.Ranges)
        select finding;

    static IEnumerable<LintFinding> Check(IpBlockSpec block, ClusterRanges ranges)
    {
        if (Touched(block, ranges.Services) is { } service)
        {
            var isWithin = ranges.Services.Any(range => range.Contains(block.Cidr.Value!.Value));
            yield return new LintFinding(
                DiagnosticCodes.BlockOfServices,
                isWithin
                    ? $"`{block.Cidr.Text}` is of Services ({service}): policies see the pods behind them, so in most "
                        + "engines this peer matches nothing. Select those pods."
                    : $"`{block.Cidr.Text}` holds addresses of Services ({service}): policies see the pods behind them, "
                        + "so for those it matches nothing.",
                block.Place)
            {
                Severity = isWithin ? Severity.Warning : null,
            };
        }
        if (Touched(block, ranges.Pods) is { } pods)
        {
            yield return new LintFinding(
                DiagnosticCodes.BlockOfPods,
                $"`{block.Cidr.Text}` holds addresses of pods ({pods}). Most engines match them; Cilium does not. "
                    + "Pods are better selected by label.",
                block.Place);
        }
        if (Touched(block, ranges.Nodes) is { } nodes)
        {
            yield return new LintFinding(
                DiagnosticCodes.BlockOfNodes,
                $"`{block.Cidr.Text}` holds addresses of nodes ({nodes}): pods on the host network are matched with "
                    + "them.",
                block.Place);
        }
    }

    static bool IsSpecific(Cidr cidr) =>
        cidr.PrefixLength >= (cidr.Family == IpFamily.IPv4 ? ShortestPrefixV4 : ShortestPrefixV6);

    // The first of the ranges of which the block, without its exceptions, holds a part.
    static Cidr? Touched(IpBlockSpec block, ImmutableArray<Cidr> ranges)
    {
        var cidr = block.Cidr.Value!.Value;
        var start = ClusterRanges.FirstReaching(ranges, cidr);
        if (start == ranges.Length || ranges[start].First.CompareTo(cidr.Last) > 0) return null;
        ImmutableArray<Cidr> exceptions = [.. block.Except.Select(except => except.Value).OfType<Cidr>()];
        for (var i = start; i < ranges.Length && ranges[i].First.CompareTo(cidr.Last) <= 0; i++)
        {
            var range = ranges[i];
            var common = range.Contains(cidr) ? cidr : range;
            if (IsWithin(common, exceptions)) continue;
            if (!exceptions.Any(common.Contains) || !CidrSet.Subtract([common], exceptions).IsEmpty) return range;
        }
        return null;
    }

    // Asked of every known pod: it allocates nothing.
    static bool IsWithin(Cidr block, ImmutableArray<Cidr> others)
    {
        foreach (var other in others)
        {
            if (other.Contains(block)) return true;
        }
        return false;
    }

    static string Spec(string cidr) => $$"""
        podSelector: {}
        policyTypes: [Ingress]
        ingress:
        - from:
          - ipBlock: {cidr: {{cidr}} }
        """;
}

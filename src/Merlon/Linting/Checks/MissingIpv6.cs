using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Evaluation;
using Merlon.Linting.Worlds;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Linting.Checks;

/// <summary>A rule for every IPv4 address, in a cluster that speaks IPv6 too.</summary>
sealed class MissingIpv6 : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.Ipv6Gap,
            "`0.0.0.0/0` holds no IPv6 address. In a dual-stack cluster the isolated pods lose IPv6, and programs that "
                + "prefer it wait for a time-out first. That the cluster has both is told by addresses of pods, or by "
                + "`dualStack` in `merlon.yaml`.")
        {
            Example = LintRule.PolicyOf("""
                podSelector: {}
                policyTypes: [Egress]
                egress:
                - to:
                  - ipBlock: {cidr: 0.0.0.0/0}
                """) + DualStackPod,
            Better = LintRule.PolicyOf("""
                podSelector: {}
                policyTypes: [Egress]
                egress:
                - to:
                  - ipBlock: {cidr: 0.0.0.0/0}
                  - ipBlock: {cidr: "::/0"}
                """) + DualStackPod,
        },
    ];

    const string DualStackPod = """
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop}
        status: {podIPs: [{ip: 10.244.1.7}, {ip: "fd00:244:1::7"}]}

        """;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context)
    {
        if (!context.IsDualStack) yield break;
        foreach (var direction in new[] { Direction.Ingress, Direction.Egress }.Where(policy.Governs))
        {
            var block = policy.Rules(direction)
                .SelectMany(rule => rule.Peers)
                .FirstOrDefault(peer => peer.IpBlock?.Cidr.Value == Cidr.All(IpFamily.IPv4));
            if (block is null || context.World.SubjectsOf(policy) is not [var pod, ..]) continue;
            if (Lost(context.World, pod, policy, direction) is not { } flow) continue;
            yield return new LintFinding(
                DiagnosticCodes.Ipv6Gap,
                $"`{block.IpBlock!.Cidr.Text}` holds no IPv6 address: `{LintWorld.NameOf(flow)}` is denied, though the "
                    + "same is allowed over IPv4. Name `::/0` too if that is not meant.",
                block.Place);
        }
    }

    // A flow over IPv6 that is denied, while the same over IPv4 is allowed.
    static Flow? Lost(LintWorld world, Endpoint pod, NetworkPolicyResource policy, Direction direction)
    {
        var ports = policy.Rules(direction).SelectMany(rule => rule.Ports)
            .Select(entry => entry.Port?.Number)
            .OfType<int>()
            .Append(443)
            .Distinct();
        foreach (var port in ports)
        {
            var (v4, v6) = (Between(LintWorld.Outside), Between(LintWorld.OutsideV6));
            if (world.Evaluator.Evaluate(v4, direction).Verdict == Verdict.Allow
                && world.Evaluator.Evaluate(v6, direction).Verdict == Verdict.Deny) return v6;

            Flow Between(FlowEnd other) => direction == Direction.Egress
                ? new Flow(FlowEnd.Of(pod, null), other, Protocol.Tcp, (ushort)port)
                : new Flow(other, FlowEnd.Of(pod, null), Protocol.Tcp, (ushort)port);
        }
        return null;
    }
}

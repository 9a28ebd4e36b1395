using Merlon.Apis.NetworkPolicyV1;
using Merlon.Resources;

namespace Merlon.Tests.BruteForce;

/// <summary>Policies that the product has read, as the brute-force evaluator knows them.</summary>
static class PolicyReading
{
    public static PolicyData From(NetworkPolicyResource policy) => new(
        policy.Meta.Namespace,
        policy.Meta.Name,
        policy.PodSelector is null ? null : Selector(policy.PodSelector),
        [.. policy.PolicyTypes.Select(type => type.Text)],
        [.. policy.Ingress.Select(Rule)],
        [.. policy.Egress.Select(Rule)]);

    static PolicyRuleData? Rule(RuleSpec rule) => rule.IsNull ? null : new([.. rule.Peers.Select(Peer)], [.. rule.Ports.Select(Port)]);

    static PolicyPeerData Peer(PeerSpec peer) => new(
        peer.PodSelector is null ? null : Selector(peer.PodSelector),
        peer.NamespaceSelector is null ? null : Selector(peer.NamespaceSelector),
        peer.IpBlock is null ? null : new IpBlockData(peer.IpBlock.Cidr.Text, [.. peer.IpBlock.Except.Select(except => except.Text)]));

    static PolicyPortData Port(PortSpec port) => new(port.Protocol, port.Port?.Number, port.Port?.Text, port.EndPort);

    static LabelSelectorData Selector(LabelSelectorSpec selector) => new(
        selector.MatchLabels.ToDictionary(StringComparer.Ordinal),
        [.. selector.MatchExpressions.Select(requirement => new LabelRequirementData(requirement.Key, requirement.Operator, requirement.Values))]);
}

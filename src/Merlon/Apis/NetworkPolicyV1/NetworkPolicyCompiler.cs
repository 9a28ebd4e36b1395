using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.NetworkPolicyV1;

/// <summary>Turns valid NetworkPolicies into policies of the one model, defaults applied.</summary>
static class NetworkPolicyCompiler
{
    /// <summary>
    /// The place of NetworkPolicies among the policies of their tier, where Calico's policies stand too.
    /// </summary>
    const double Order = 1000;

    public static Policy Compile(NetworkPolicyResource policy)
    {
        var own = new NamespaceScope.Named(policy.Meta.Namespace);
        return new Policy
        {
            Id = policy.Id,
            Order = Order,
            Subject = new EndpointSelector(own, policy.PodSelector?.ToExpression() ?? LabelExpression.Everything),
            GovernsIngress = policy.Governs(Direction.Ingress),
            GovernsEgress = policy.Governs(Direction.Egress),
            Ingress = CompileRules(policy.Ingress, own),
            Egress = CompileRules(policy.Egress, own),
            Origin = policy.Meta.Location,
        };
    }

    static ImmutableArray<Rule> CompileRules(ImmutableArray<RuleSpec> rules, NamespaceScope own) =>
        [.. rules.Select((rule, index) => new Rule(
            index + 1,
            RuleAction.Allow,
            [.. rule.Peers.Select(peer => CompilePeer(peer, own))],
            [.. rule.Ports.Select(CompilePort)],
            rule.Place.Location))];

    static Peer CompilePeer(PeerSpec peer, NamespaceScope own)
    {
        var origin = peer.Place.Location;
        if (peer.IpBlock is { } block)
        {
            return new Peer.Block(ValueOf(block.Cidr), [.. block.Except.Select(ValueOf)], origin);
        }
        var scope = peer.NamespaceSelector is { } namespaces
            ? new NamespaceScope.Matching(namespaces.ToExpression())
            : own;
        return new Peer.Pods(
            new EndpointSelector(scope, peer.PodSelector?.ToExpression() ?? LabelExpression.Everything), origin);
    }

    static PortMatch CompilePort(PortSpec port)
    {
        if (!Protocol.TryParse(port.EffectiveProtocol, out var protocol)) throw Unvalidated(port.EffectiveProtocol);
        var origin = port.Place.Location;
        return port.Port switch
        {
            null => new PortMatch.Numbered(protocol, PortRange.All, origin),
            { Text: { } name } => new PortMatch.Named(protocol, name, origin),
            { Number: { } number } => new PortMatch.Numbered(
                protocol, new PortRange(checked((ushort)number), checked((ushort)(port.EndPort ?? number))), origin),
            _ => throw Unvalidated(port.Port.ToString()),
        };
    }

    static Cidr ValueOf(CidrSpec cidr) => cidr.Value ?? throw Unvalidated(cidr.Text);

    static InvalidOperationException Unvalidated(string text) => new($"`{text}` was never validated.");
}

using System.Collections.Immutable;
using Merlon.Apis.CalicoV3.Selectors;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.CalicoV3;

/// <summary>
/// A NetworkPolicy in the words of Calico: order 1000 of the default tier, and for each of its rules as many rules as it
/// has peers and protocols. Selectors ask for pods of Kubernetes, because Calico's find network sets too.
/// </summary>
static class NetworkPolicyConversion
{
    const double Order = 1000;
    const int MaxPorts = 50;
    const string PodsOnly = "projectcalico.org/orchestrator == 'k8s'";

    public static CalicoPolicyResource Convert(NetworkPolicyResource policy) => new(
        CalicoPolicyResource.Namespaced,
        policy.Meta,
        new CalicoPolicySpec
        {
            Tier = Tier.DefaultName,
            Order = Order,
            Selector = Selector(PodsOnly, policy.PodSelector, policy.Places.PodSelector),
            NamespaceSelector = null,
            ServiceAccountSelector = null,
            Types = [.. new[] { Direction.Ingress, Direction.Egress }.Where(policy.Governs)],
            Ingress = [.. policy.Ingress.SelectMany(rule => Rules(rule, Direction.Ingress))],
            Egress = [.. policy.Egress.SelectMany(rule => Rules(rule, Direction.Egress))],
            HostKind = HostPolicyKind.Normal,
            Staged = null,
            Place = policy.Places.PodSelector,
        });

    static IEnumerable<CalicoRuleSpec> Rules(RuleSpec rule, Direction direction) =>
        from peer in rule.Peers.IsEmpty ? [EntitySpec.Anyone(rule.Place)] : rule.Peers.Select(Entity)
        from ports in PortGroups(rule)
        select Rule(rule, direction, peer, ports.Protocol, ports.Ports);

    static CalicoRuleSpec Rule(
        RuleSpec rule, Direction direction, EntitySpec peer, Protocol? protocol, ImmutableArray<CalicoPortSpec> ports)
    {
        var own = EntitySpec.Anyone(rule.Place);
        var (source, destination) = direction == Direction.Ingress ? (peer, own) : (own, peer);
        return new CalicoRuleSpec
        {
            Action = RuleAction.Allow,
            IpVersion = null,
            Protocol = protocol is { } value ? new CalicoProtocol(value, true, rule.Place) : null,
            NotProtocol = null,
            Icmp = null,
            NotIcmp = null,
            Source = source,
            Destination = destination with { Ports = ports },
            Http = null,
            Place = rule.Place,
        };
    }

    static EntitySpec Entity(PeerSpec peer)
    {
        var anyone = EntitySpec.Anyone(peer.Place);
        if (peer.IpBlock is { } block)
        {
            return anyone with { Nets = [Net(block.Cidr)], NotNets = [.. block.Except.Select(Net)] };
        }
        return anyone with
        {
            Selector = Selector(PodsOnly, peer.PodSelector, peer.Place),
            NamespaceSelector = peer.NamespaceSelector is { } namespaces
                ? namespaces.IsEmpty ? Spec("all()", SelectorScope.Namespaces, peer.Place)
                    : Spec(Terms(namespaces), SelectorScope.Namespaces, peer.Place)
                : null,
        };
    }

    static NetSpec Net(CidrSpec cidr) => new(
        cidr.Text, cidr.Value ?? throw new InvalidOperationException($"`{cidr.Text}` was never validated."), false, cidr.Place);

    // A port without number is the whole protocol, and makes the others of that protocol needless.
    static IEnumerable<(Protocol? Protocol, ImmutableArray<CalicoPortSpec> Ports)> PortGroups(RuleSpec rule)
    {
        if (rule.Ports.IsEmpty) yield return (null, []);
        foreach (var group in rule.Ports.GroupBy(port => port.EffectiveProtocol, StringComparer.Ordinal))
        {
            if (!Protocol.TryParse(group.Key, out var protocol)) throw new InvalidOperationException($"`{group.Key}` was never validated.");
            if (group.Any(port => port.Port is null)) yield return (protocol, []);
            else
            {
                foreach (var chunk in group.Select(Port).Chunk(MaxPorts)) yield return (protocol, [.. chunk]);
            }
        }
    }

    static CalicoPortSpec Port(PortSpec port) => port.Port switch
    {
        { Text: { } name } => new CalicoPortSpec(null, name, port.Place),
        { Number: { } number } => new CalicoPortSpec(
            new PortRange((ushort)number, (ushort)(port.EndPort ?? number)), null, port.Place),
        _ => throw new InvalidOperationException("A port without number has no entry."),
    };

    static SelectorSpec Selector(string first, LabelSelectorSpec? labels, Place place) =>
        Spec(labels is null or { IsEmpty: true } ? first : $"{first} && {Terms(labels)}", SelectorScope.Things, place);

    static SelectorSpec Spec(string text, SelectorScope scope, Place place) =>
        SelectorParser.Read(text, scope, out var formula) is null
            ? new SelectorSpec(text, formula!, place)
            : throw new InvalidOperationException($"`{text}` is no selector.");

    // Keys and values of labels have no quotes.
    static string Terms(LabelSelectorSpec selector) => string.Join(
        " && ",
        selector.MatchLabels.Select(label => $"{label.Key} == '{label.Value}'").Concat(selector.MatchExpressions.Select(Term)));

    static string Term(LabelRequirementSpec requirement)
    {
        var values = $"{{{string.Join(", ", requirement.Values.Select(value => $"'{value}'"))}}}";
        return requirement.Operator switch
        {
            "In" => $"{requirement.Key} in {values}",
            "NotIn" => $"{requirement.Key} not in {values}",
            "Exists" => $"has({requirement.Key})",
            "DoesNotExist" => $"!has({requirement.Key})",
            _ => throw new InvalidOperationException($"`{requirement.Operator}` is not an operator of label selectors."),
        };
    }
}

using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Apis.CalicoV3;

/// <summary>Turns the rules of one policy into rules of the one model.</summary>
/// <param name="home">The policy's namespace; null for a global policy.</param>
sealed class CalicoRuleCompiler(string? home)
{
    static readonly Protocol[] WithPorts = [Protocol.Tcp, Protocol.Udp, Protocol.Sctp];

    readonly EntityCompiler _entities = new(home);

    public ImmutableArray<Rule> Compile(ImmutableArray<CalicoRuleSpec> rules, Direction direction) =>
        [.. rules.Select((rule, index) => Compile(rule, index + 1, direction))];

    Rule Compile(CalicoRuleSpec rule, int number, Direction direction)
    {
        var (other, own) = direction == Direction.Ingress
            ? (rule.Source, rule.Destination)
            : (rule.Destination, rule.Source);
        var demands = _entities.Compile(other);
        var conditions = ImmutableArray.CreateBuilder<Condition>();
        // The first demand on the other end is the rule's peers; the rest are conditions beside it.
        var peers = demands.FirstOrDefault(demand => !demand.IsNegated);
        foreach (var demand in demands.Where(demand => demand != peers))
        {
            conditions.Add(new Condition.OtherEnd(demand.Peers, demand.IsNegated, other.Place.Location));
        }
        foreach (var demand in _entities.Compile(own))
        {
            conditions.Add(new Condition.Subject(demand.Peers, demand.IsNegated, own.Place.Location));
        }
        AddFamilies(conditions, rule);
        AddProtocols(conditions, rule);
        AddPorts(conditions, rule);
        if (direction == Direction.Egress && other.Service is { } service)
        {
            conditions.Add(new Condition.BackendPort(service.Namespace ?? home!, service.Name, service.Place.Location));
        }
        if (rule.Http is { } request) conditions.Add(new Condition.Unknowable(request, rule.Place.Location));
        return new Rule(number, rule.Action, peers?.Peers ?? [], DestinationPorts(rule), rule.Place.Location)
        {
            Conditions = conditions.ToImmutable(),
        };
    }

    // A list of blocks without any of a packet's family keeps the rule from matching, an excluding list too.
    static void AddFamilies(ImmutableArray<Condition>.Builder conditions, CalicoRuleSpec rule)
    {
        var bound = new HashSet<IpFamily>();
        if (rule.IpVersion is { } version) bound.Add(version);
        if (rule.Protocol is { IsName: true, Value: var protocol })
        {
            if (protocol == Protocol.Icmp) bound.Add(IpFamily.IPv4);
            if (protocol == Protocol.IcmpV6) bound.Add(IpFamily.IPv6);
        }
        foreach (var nets in new[] { rule.Source.NotNets, rule.Destination.NotNets })
        {
            var families = nets.Select(net => net.Value.Family).Distinct().ToList();
            if (families is [var only]) bound.Add(only);
        }
        foreach (var family in bound.Order())
        {
            conditions.Add(new Condition.Version(family, false, rule.Place.Location));
        }
    }

    static void AddProtocols(ImmutableArray<Condition>.Builder conditions, CalicoRuleSpec rule)
    {
        if (rule.Protocol is { Value.HasPorts: false } protocol)
        {
            conditions.Add(new Condition.Transport(protocol.Value, false, protocol.Place.Location));
        }
        if (rule.NotProtocol is { } other)
        {
            conditions.Add(new Condition.Transport(other.Value, true, other.Place.Location));
        }
        if (rule.Icmp is { Type: { } type } icmp)
        {
            conditions.Add(new Condition.Icmp(type, icmp.Code, false, icmp.Place.Location));
        }
        if (rule.NotIcmp is { Type: { } notType } notIcmp)
        {
            conditions.Add(new Condition.Icmp(notType, notIcmp.Code, true, notIcmp.Place.Location));
        }
    }

    static void AddPorts(ImmutableArray<Condition>.Builder conditions, CalicoRuleSpec rule)
    {
        var (source, destination) = (rule.Source, rule.Destination);
        if (!destination.NotPorts.IsEmpty)
        {
            conditions.Add(new Condition.DestinationPorts(
                Ports(rule, destination.NotPorts), true, destination.NotPorts[0].Place.Location));
        }
        if (!source.Ports.IsEmpty)
        {
            conditions.Add(new Condition.SourcePorts(Ports(rule, source.Ports), false, source.Ports[0].Place.Location));
        }
        if (!source.NotPorts.IsEmpty)
        {
            conditions.Add(new Condition.SourcePorts(
                Ports(rule, source.NotPorts), true, source.NotPorts[0].Place.Location));
        }
    }

    static ImmutableArray<PortMatch> DestinationPorts(CalicoRuleSpec rule)
    {
        if (!rule.Destination.Ports.IsEmpty) return Ports(rule, rule.Destination.Ports);
        return rule.Protocol is { Value.HasPorts: true } protocol
            ? [new PortMatch.Numbered(protocol.Value, PortRange.All, protocol.Place.Location)]
            : [];
    }

    // A name without protocol is the port of that name of any protocol.
    static ImmutableArray<PortMatch> Ports(CalicoRuleSpec rule, ImmutableArray<CalicoPortSpec> ports) =>
    [
        .. from port in ports
           from protocol in rule.Protocol is { } only ? [only.Value] : WithPorts
           select port.Range is { } range
               ? (PortMatch)new PortMatch.Numbered(protocol, range, port.Place.Location)
               : new PortMatch.Named(protocol, port.Name!, port.Place.Location),
    ];
}

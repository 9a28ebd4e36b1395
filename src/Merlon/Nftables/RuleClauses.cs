using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>
/// Turns a rule into what the kernel checks: alternatives, each a list of matches that must all hold. Every part of a rule
/// is a clause, a list of alternatives; the rule's alternatives are all ways to take one of each clause that do not
/// contradict each other.
/// </summary>
sealed class RuleClauses(SetCatalog sets, Evaluator evaluator, Endpoint? pod, Direction direction)
{
    static readonly IpFamily[] Families = [IpFamily.IPv4, IpFamily.IPv6];

    readonly PortClauses _ports = new(sets, evaluator, pod, direction);

    /// <summary>The alternatives; none where the rule cannot match.</summary>
    public IEnumerable<ImmutableArray<NftMatch>> Of(Rule rule)
    {
        // What may hold opens nothing, and closes where the rest holds.
        var isAllow = rule.Action == RuleAction.Allow;
        if (isAllow && rule.Conditions.Any(condition => condition is Condition.Unknowable)) return [];
        var clauses = new List<IReadOnlyList<ImmutableArray<NftMatch>>>();
        if (!rule.Ports.IsEmpty) clauses.Add([.. _ports.AnyOf(rule.Ports, isSource: false)]);
        if (!rule.Peers.IsEmpty && (isAllow || !rule.Peers.Any(IsUnresolved)))
        {
            clauses.Add([.. PeersClause(rule.Peers, isSource: direction == Direction.Ingress, isNegated: false)]);
        }
        clauses.AddRange(rule.Conditions.Where(condition => isAllow || !IsDoubtful(condition)).Select(Clause));
        return clauses.Aggregate(
            (IEnumerable<ImmutableArray<NftMatch>>)[[]],
            (soFar, clause) => soFar.SelectMany(_ => clause, NftMatches.Joined).OfType<ImmutableArray<NftMatch>>())
            .Distinct(NftMatches.Comparer);
    }

    /// <summary>Whether nothing here tells whether the rule matches some packets.</summary>
    public bool IsDoubtful(Rule rule) => rule.Peers.Any(IsUnresolved) || rule.Conditions.Any(IsDoubtful);

    /// <summary>The port names of a rule that mean the pod's own ports.</summary>
    public static IEnumerable<PortMatch.Named> OwnNames(Rule rule, Direction direction) => direction == Direction.Ingress
        ? rule.AllPorts.OfType<PortMatch.Named>()
        : rule.Conditions.OfType<Condition.SourcePorts>().SelectMany(condition => condition.Ports).OfType<PortMatch.Named>();

    bool IsUnresolved(Peer peer) => peer is Peer.Domain domain && evaluator.Matcher.Peers.AddressesOf(domain).IsEmpty;

    bool IsDoubtful(Condition condition) => condition switch
    {
        Condition.Unknowable => true,
        Condition.OtherEnd other => other.Peers.Any(IsUnresolved),
        Condition.Subject own => own.Peers.Any(IsUnresolved),
        _ => false,
    };

    IReadOnlyList<ImmutableArray<NftMatch>> Clause(Condition condition) => condition switch
    {
        Condition.OtherEnd other => [.. PeersClause(other.Peers, direction == Direction.Ingress, other.IsNegated)],
        Condition.Subject own => [.. PeersClause(own.Peers, direction == Direction.Egress, own.IsNegated)],
        Condition.DestinationPorts ports => [.. _ports.Of(ports.Ports, isSource: false, ports.IsNegated)],
        Condition.SourcePorts ports => [.. _ports.Of(ports.Ports, isSource: true, ports.IsNegated)],
        Condition.Transport transport => [[new NftMatch.Transport(transport.Protocol) { IsNegated = transport.IsNegated }]],
        Condition.Icmp icmp => [.. IcmpClause(icmp)],
        Condition.Version version => [[new NftMatch.Version(
            version.IsNegated ? Families.First(family => family != version.Family) : version.Family)]],
        Condition.BackendPort backend => [.. BackendClause(backend)],
        _ => throw new InvalidOperationException($"A {condition.GetType().Name} cannot be enforced."),
    };

    // For each version of IP: in the set of one of the peers, or in none of them.
    IEnumerable<ImmutableArray<NftMatch>> PeersClause(ImmutableArray<Peer> peers, bool isSource, bool isNegated)
    {
        foreach (var family in Families)
        {
            var field = NftMatches.AddressField(isSource, family);
            var names = peers.SelectMany(peer => SetsOf(peer, family)).ToList();
            var blocks = peers.OfType<Peer.Block>().Where(block => block.Cidr.Family == family).ToList();
            if (blocks.Count > 0) names.Add(sets.Blocks(blocks, family));
            var matches = names.Distinct().Select(name => new NftMatch.InSet(field, name) { IsNegated = isNegated });
            // Nobody has an address of the family: then every packet of it is of somebody else.
            if (isNegated) yield return names.Count == 0 ? [new NftMatch.Version(family)] : [.. matches];
            else foreach (var match in matches) yield return [match];
        }
    }

    // Blocks are joined to one set; a domain name whose addresses are not known is nobody.
    IEnumerable<NftName> SetsOf(Peer peer, IpFamily family) => peer switch
    {
        Peer.Pods pods => [sets.Pods(pods, family)],
        Peer.Labelled labelled => sets.Labelled(labelled, family),
        Peer.Backends backends => [sets.Backends(backends, family)],
        Peer.Nodes nodes => [sets.Nodes(nodes, family)],
        Peer.Domain domain => [sets.Domain(domain, family)],
        Peer.Block or Peer.Nobody => [],
        _ => throw new InvalidOperationException($"A {peer.GetType().Name} cannot be enforced."),
    };

    static IEnumerable<ImmutableArray<NftMatch>> IcmpClause(Condition.Icmp icmp)
    {
        foreach (var protocol in new[] { Protocol.Icmp, Protocol.IcmpV6 })
        {
            var transport = new NftMatch.Transport(protocol);
            if (!icmp.IsNegated) yield return [transport, new NftMatch.Icmp(protocol, icmp.Type, icmp.Code)];
            else
            {
                yield return [transport, new NftMatch.Icmp(protocol, icmp.Type) { IsNegated = true }];
                if (icmp.Code is { } code)
                {
                    yield return [transport, new NftMatch.Icmp(protocol, icmp.Type), new NftMatch.OtherIcmpCode(protocol, code)];
                }
            }
        }
        if (icmp.IsNegated)
        {
            yield return
            [
                new NftMatch.Transport(Protocol.Icmp) { IsNegated = true },
                new NftMatch.Transport(Protocol.IcmpV6) { IsNegated = true },
            ];
        }
    }

    IEnumerable<ImmutableArray<NftMatch>> BackendClause(Condition.BackendPort backend) =>
        from port in evaluator.Matcher.Peers.Backends.PortsOf(backend.Namespace, backend.Service)
            .Select(found => (found.Protocol, found.Port))
            .Distinct()
            .Order()
        from family in Families
        select (ImmutableArray<NftMatch>)
        [
            new NftMatch.InSet(
                NftMatches.AddressField(isSource: false, family), sets.BackendsAt(backend, port.Protocol, port.Port, family)),
            new NftMatch.Transport(port.Protocol),
            new NftMatch.Ports(new PortRange(port.Port, port.Port)),
        ];
}

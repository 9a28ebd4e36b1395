using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Evaluation;
using Merlon.Evaluation.Hosts;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Nftables.Hosts;

/// <summary>
/// The chains of one node's host endpoints. Each base chain begins with the failsafe ports, lets through what belongs to
/// others (open connections, neighbour discovery, what local pods and their host say to each other), and leads the rest
/// to the chain of the endpoint of its interface. Packets of interfaces without endpoint pass.
/// </summary>
/// <remarks>
/// INVARIANT: failsafe ports stand before everything that can drop, in every chain but those of forwarded packets.
/// </remarks>
sealed class HostChains
{
    static readonly NftName Untracked = NftName.Fixed("host_untracked");
    static readonly NftName Accepted = NftName.Fixed("host_accepted");

    readonly Evaluator _evaluator;
    readonly SetCatalog _sets;
    readonly Failsafes _failsafes;
    readonly ImmutableArray<(InterfaceName Interface, HostEndpoint Endpoint)> _named;
    readonly HostEndpoint? _wildcard;
    readonly List<NftChain> _chains = [];

    HostChains(Evaluator evaluator, SetCatalog sets, string node, HostInterfaces interfaces)
    {
        (_evaluator, _sets, _failsafes) = (evaluator, sets, evaluator.Cluster.FailsafesOf(node));
        _named = [.. interfaces.ByName().Select(pair => (new InterfaceName(pair.Interface), pair.Endpoint))];
        _wildcard = interfaces.Wildcard;
    }

    /// <summary>The chains; none where the node has no host endpoint.</summary>
    public static IReadOnlyCollection<NftChain> Compile(Evaluator evaluator, SetCatalog sets, string node) =>
        evaluator.HostEndpoints?.InterfacesOf(node) is { } interfaces
            ? new HostChains(evaluator, sets, node, interfaces).Compile()
            : [];

    List<NftChain> Compile()
    {
        foreach (var hook in HostHook.All)
        {
            var ways = Ways(hook).ToList();
            // Nothing is governed here: a hook that nobody needs costs every packet.
            if (ways.All(way => way.Verdict == NftVerdict.Accept)) continue;
            _chains.Add(new NftChain(hook.Name, hook.Hook, hook.Priority, [.. Exceptions(hook), .. ways.SelectMany(Guarded)]));
        }
        if (LeadsTo(Accepted)) _chains.Add(new NftChain(Accepted, null, 0, [HostMark.Accept, AcceptAll]));
        if (LeadsTo(Untracked)) _chains.Add(new NftChain(Untracked, null, 0, [new NftRule.NoTrack([], ""), HostMark.Accept, AcceptAll]));
        return _chains;
    }

    bool LeadsTo(NftName name) => _chains.SelectMany(chain => chain.Rules)
        .Any(rule => rule is NftRule.Decide { Verdict: NftVerdict.Goto { Chain: var target } } && target == name);

    IEnumerable<NftRule> Exceptions(HostHook hook)
    {
        // Whoever comes first clears what others may have left in the mark.
        var isFirst = hook.Stages == HostStages.Untracked
            || (hook.Stages == HostStages.PreDnat && _chains.All(chain => chain.Hook != NftHook.Prerouting));
        if (isFirst) yield return HostMark.Clear;
        if (hook.Stages != HostStages.Forward)
        {
            foreach (var rule in FailsafesAt(hook)) yield return rule;
        }
        if (hook.IsTracked) yield return Accept(new NftMatch.EstablishedOrRelated());
        if (hook.HonoursAcceptance && (LeadsTo(Accepted) || LeadsTo(Untracked))) yield return Accept(HostMark.IsAccepted);
        yield return Accept(new NftMatch.NeighbourDiscovery());
        if (hook.Stages != HostStages.Own) yield break;
        foreach (var family in new[] { IpFamily.IPv4, IpFamily.IPv6 })
        {
            var field = NftMatches.AddressField(isSource: hook.Direction == Direction.Ingress, family);
            yield return Accept(new NftMatch.InSet(field, JudgeChains.Local(family)));
        }
    }

    // Before tracking, the replies of what is open the other way are nobody's but theirs.
    IEnumerable<NftRule> FailsafesAt(HostHook hook)
    {
        var isIngress = hook.Direction == Direction.Ingress;
        var (open, answering) = isIngress ? (_failsafes.Inbound, _failsafes.Outbound) : (_failsafes.Outbound, _failsafes.Inbound);
        var rules = Failsafes(open, isIngress, PacketField.DestinationPort);
        return hook.Stages == HostStages.Untracked ? rules.Concat(Failsafes(answering, isIngress, PacketField.SourcePort)) : rules;
    }

    // A rule for each protocol and block of others.
    IEnumerable<NftRule> Failsafes(IEnumerable<FailsafePort> ports, bool isFromOther, PacketField field)
    {
        foreach (var group in ports.GroupBy(port => (port.Protocol, port.Net)))
        {
            var ranges = PortRanges.Union(group.Select(port => new PortRange(port.Port, port.Port)));
            ImmutableArray<NftMatch> own =
            [
                new NftMatch.Transport(group.Key.Protocol),
                ranges is [var only] ? new NftMatch.Ports(only, field) : new NftMatch.InSet(field, _sets.Ports(ranges)),
            ];
            if (group.Key.Net is { } net) own = own.Insert(0, new NftMatch.InSet(NftMatches.AddressField(isFromOther, net.Family), BlockOf(net)));
            yield return new NftRule.Decide(own, NftVerdict.Accept, "failsafe");
        }
    }

    NftName BlockOf(Cidr net) => _sets.Blocks([new Peer.Block(net, [], new SourceLocation("failsafe", 0, 1))], net.Family);

    // A rule for each interface with an endpoint of its own, and the rest for all others.
    IEnumerable<NftRule.Decide> Ways(HostHook hook)
    {
        foreach (var (@interface, endpoint) in _named)
        {
            NftMatch match = hook.Direction == Direction.Ingress
                ? new NftMatch.FromInterface(@interface)
                : new NftMatch.ToInterface(@interface);
            yield return Way(hook, endpoint, match);
        }
        if (_wildcard is not null && hook.KnowsWildcards) yield return Way(hook, _wildcard);
    }

    NftRule.Decide Way(HostHook hook, HostEndpoint endpoint, params ImmutableArray<NftMatch> matches) =>
        new(matches, Lead(hook, endpoint), NftRule.CommentOf($"{endpoint}"));

    // Jumps, as for pods: a chain that a packet in flight finds empty comes back, and what it did not decide is dropped.
    static IEnumerable<NftRule> Guarded(NftRule.Decide way) => way.Verdict is NftVerdict.Goto(var chain)
        ? [way with { Verdict = new NftVerdict.Jump(chain) }, way with { Verdict = NftVerdict.Drop }]
        : [way];

    // From the last tier to the first: each leads to the next where it passes.
    NftVerdict Lead(HostHook hook, HostEndpoint endpoint)
    {
        var allowed = hook.Stages switch
        {
            HostStages.Untracked => new NftVerdict.Goto(Untracked),
            HostStages.PreDnat => new NftVerdict.Goto(Accepted),
            _ => NftVerdict.Accept,
        };
        var next = hook.Stages == HostStages.Own ? NftVerdict.Drop : NftVerdict.Accept;
        foreach (var tier in _evaluator.HostEndpoints!.TiersOf(endpoint, hook.Stages, hook.Direction).Reverse())
        {
            var chain = new ClassChain(_sets, _evaluator, null, hook.Direction, allowed, next).Compile(tier);
            if (_chains.All(known => known.Name != chain.Name)) _chains.Add(chain);
            next = new NftVerdict.Goto(chain.Name);
        }
        return next;
    }

    static NftRule.Decide AcceptAll { get; } = new([], NftVerdict.Accept, "");

    static NftRule.Decide Accept(NftMatch match) => new([match], NftVerdict.Accept, "");
}

using System.Collections.Immutable;
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
    readonly IClusterView _view;
    readonly SetCatalog _sets;
    readonly Failsafes _failsafes;
    readonly ImmutableArray<(InterfaceName Interface, HostEndpoint Endpoint)> _named;
    readonly HostEndpoint? _wildcard;
    readonly List<NftChain> _chains = [];

    HostChains(Evaluator evaluator, IClusterView view, SetCatalog sets, string node, HostInterfaces interfaces)
    {
        (_evaluator, _view, _sets, _failsafes) = (evaluator, view, sets, evaluator.Cluster.FailsafesOf(node));
        _named = [.. interfaces.ByName().Select(pair => (new InterfaceName(pair.Interface), pair.Endpoint))];
        _wildcard = interfaces.Wildcard;
    }

    /// <summary>The chains; none where the node has no host endpoint.</summary>
    public static IReadOnlyCollection<NftChain> Compile(Evaluator evaluator, IClusterView view, SetCatalog sets, string node) =>
        evaluator.HostEndpoints?.InterfacesOf(node) is { } interfaces
            ? new HostChains(evaluator, view, sets, node, interfaces).Compile()
            : [];

    List<NftChain> Compile()
    {
        foreach (var hook in HostHook.All)
        {
            var ways = Ways(hook).ToList();
            // Nothing is governed here: a hook that nobody needs costs every packet.
            if (ways.All(way => way is NftRule.Decide decide && decide.Verdict == NftVerdict.Accept)) continue;
            _chains.Add(new NftChain(hook.Name, hook.Hook, hook.Priority, [.. Exceptions(hook), .. ways]));
        }
        var verdicts = _chains.SelectMany(chain => chain.Rules).OfType<NftRule.Decide>().Select(rule => rule.Verdict).ToHashSet();
        NftRule accept = new NftRule.Decide([], NftVerdict.Accept, "");
        if (verdicts.Contains(new NftVerdict.Goto(Accepted))) _chains.Add(new NftChain(Accepted, null, 0, [HostMark.Accept, accept]));
        if (verdicts.Contains(new NftVerdict.Goto(Untracked)))
        {
            _chains.Add(new NftChain(Untracked, null, 0, [new NftRule.NoTrack([], ""), HostMark.Accept, accept]));
        }
        return _chains;
    }

    IEnumerable<NftRule> Exceptions(HostHook hook)
    {
        if (hook.Stages == HostStages.Untracked) yield return HostMark.Clear;
        if (hook.Stages != HostStages.Forward)
        {
            foreach (var rule in FailsafesAt(hook)) yield return rule;
        }
        if (hook.IsTracked) yield return Accept(new NftMatch.EstablishedOrRelated());
        if (hook.HonoursAcceptance) yield return Accept(HostMark.IsAccepted);
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
        foreach (var port in isIngress ? _failsafes.Inbound : _failsafes.Outbound)
        {
            foreach (var rule in Failsafe(port, isIngress, PacketField.DestinationPort)) yield return rule;
        }
        if (hook.Stages != HostStages.Untracked) yield break;
        foreach (var port in isIngress ? _failsafes.Outbound : _failsafes.Inbound)
        {
            foreach (var rule in Failsafe(port, isIngress, PacketField.SourcePort)) yield return rule;
        }
    }

    IEnumerable<NftRule> Failsafe(FailsafePort port, bool isFromOther, PacketField field)
    {
        ImmutableArray<NftMatch> own =
            [new NftMatch.Transport(port.Protocol), new NftMatch.Ports(new PortRange(port.Port, port.Port), field)];
        if (port.Net is not { } net)
        {
            yield return new NftRule.Decide(own, NftVerdict.Accept, "failsafe");
            yield break;
        }
        var blocks = _sets.Blocks([new Peer.Block(net, [], new Diagnostics.SourceLocation("failsafe", 0, 1))], net.Family);
        var other = new NftMatch.InSet(NftMatches.AddressField(isFromOther, net.Family), blocks);
        yield return new NftRule.Decide([other, .. own], NftVerdict.Accept, "failsafe");
    }

    // A rule for each interface with an endpoint of its own, and the rest for all others.
    IEnumerable<NftRule> Ways(HostHook hook)
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
        new(matches, Lead(hook, endpoint), endpoint.ToString());

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
            var chain = new ClassChain(_sets, _evaluator, _view, null, hook.Direction, allowed, next).Compile(tier);
            if (_chains.All(known => known.Name != chain.Name)) _chains.Add(chain);
            next = new NftVerdict.Goto(chain.Name);
        }
        return next;
    }

    static NftRule.Decide Accept(NftMatch match) => new([match], NftVerdict.Accept, "");
}

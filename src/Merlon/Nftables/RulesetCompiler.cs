using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>
/// Compiles the policies that matter to one node to a ruleset. A map leads each local pod's address to the chain of its
/// class: pods to which the same policies apply share one. Members of selectors are in sets named for the selector.
/// </summary>
/// <remarks>
/// Two base chains at the forward hook, because <c>accept</c> ends only its own: what local pods send, then what they
/// receive. At the input hook, what local pods send to the node itself. A packet of a local pod that no chain decides is
/// dropped: while a map already knows a chain that has no rules yet, and for addresses that no pod is known to have.
/// </remarks>
public sealed class RulesetCompiler
{
    /// <summary>After address translation (-100) and before the filters of others (0).</summary>
    const int EgressPriority = -20;

    const int IngressPriority = -10;

    readonly Evaluator _evaluator;
    readonly IClusterView _view;
    readonly string _node;
    readonly SetCatalog _sets;
    readonly Dictionary<NftName, NftChain> _chains = [];
    readonly Dictionary<string, NftVerdict> _classes = new(StringComparer.Ordinal);

    RulesetCompiler(Evaluator evaluator, IClusterView view, string node) =>
        (_evaluator, _view, _node, _sets) = (evaluator, view, node, new SetCatalog(evaluator, view));

    /// <summary>Whether the rules of a policy can be enforced; a compiler throws where one cannot.</summary>
    public static bool CanEnforce(Policy policy) =>
        policy.Ingress.Concat(policy.Egress).All(rule => rule.Conditions.IsEmpty
            && rule.Peers.All(peer => peer is Peer.Pods or Peer.Block or Peer.Nodes or Peer.Domain or Peer.Nobody));

    /// <param name="evaluator">The cluster and its policies; the options must be the defaults, which is what is enforced.</param>
    /// <param name="node">The name of the node.</param>
    /// <param name="table">The name of the table to fill.</param>
    /// <param name="unknownPods">What happens to addresses in the node's pod ranges that no pod is known to have.</param>
    /// <exception cref="ArgumentException">The options are not the defaults, or the node is not in the cluster.</exception>
    public static NftTable Compile(Evaluator evaluator, string node, NftName table, UnknownPods unknownPods = UnknownPods.Drop) =>
        Compile(evaluator, new ClusterView(evaluator), node, table, unknownPods);

    /// <summary>The same, where the evaluator need know no more than the node, its own pods, and all nodes.</summary>
    internal static NftTable Compile(Evaluator evaluator, IClusterView view, string node, NftName table, UnknownPods unknownPods)
    {
        if (evaluator.Options != EvaluationOptions.Default) throw new ArgumentException("Only the default options can be enforced.", nameof(evaluator));
        if (!evaluator.Cluster.TryGetEndpoint(EndpointId.Node(node).Text, out var found)) throw new ArgumentException($"There is no node `{node}`.", nameof(node));
        return new RulesetCompiler(evaluator, view, node).Compile(table, found, unknownPods);
    }

    NftTable Compile(NftName table, Endpoint node, UnknownPods unknownPods)
    {
        var pods = _evaluator.Cluster.Endpoints
            .Where(endpoint => endpoint.IsOnPodNetwork && endpoint.NodeName == _node && !endpoint.Addresses.IsEmpty)
            .ToList();
        var maps = ImmutableArray.CreateBuilder<NftVerdictMap>();
        foreach (var direction in new[] { Direction.Egress, Direction.Ingress })
        {
            foreach (var family in Families) maps.Add(Map(pods, direction, family));
        }
        var own = pods.SelectMany(pod => pod.Addresses).Select(Cidr.Of);
        var local = CidrSet.Union(unknownPods == UnknownPods.Drop ? own.Concat(Unclaimed(node.PodRanges, pods)) : own);
        foreach (var family in Families)
        {
            _sets.Add(new NftSet.Blocks(LocalName(family), family, [.. local.Where(block => block.Family == family)]));
        }
        AddBaseChain("egress_forward", NftHook.Forward, EgressPriority, Direction.Egress);
        AddBaseChain("egress_input", NftHook.Input, EgressPriority, Direction.Egress);
        AddBaseChain("ingress_forward", NftHook.Forward, IngressPriority, Direction.Ingress);
        return new NftTable(
            table,
            _sets.ToImmutable(),
            [.. maps.OrderBy(map => map.Name)],
            [.. _chains.Values.OrderBy(chain => chain.Name)]);
    }

    static IpFamily[] Families { get; } = [IpFamily.IPv4, IpFamily.IPv6];

    static NftName MapName(Direction direction, IpFamily family) =>
        NftName.Fixed($"{(direction == Direction.Egress ? "egress" : "ingress")}_v{(int)family}");

    static NftName LocalName(IpFamily family) => NftName.Fixed($"local_v{(int)family}");

    NftVerdictMap Map(List<Endpoint> pods, Direction direction, IpFamily family) => new(
        MapName(direction, family),
        family,
        [
            .. from pod in pods
               from address in pod.Addresses
               where address.Family == family && IsOwner(pod, address)
               orderby address
               select KeyValuePair.Create(address, ClassOf(pod, direction)),
        ]);

    // Not every network gives a node's pods addresses of the node's ranges: one that is known to be elsewhere is no
    // unknown pod of this node.
    ImmutableArray<Cidr> Unclaimed(ImmutableArray<Cidr> ranges, List<Endpoint> pods) =>
        CidrSet.Subtract(ranges, _view.ClaimedByOthers(ranges, pods).Select(Cidr.Of));

    // Two pods can briefly claim one address; the index says whose it is, as for every verdict.
    bool IsOwner(Endpoint pod, IpAddress address) => _view.IsOwner(pod, address);

    // Pods of one class are many, and their chain is written once.
    NftVerdict ClassOf(Endpoint pod, Direction direction)
    {
        var tiers = _evaluator.Applying(pod, direction);
        var key = ClassKey(pod, direction, tiers);
        return _classes.TryGetValue(key, out var known) ? known : _classes[key] = Compile(pod, direction, tiers);
    }

    // All that the rules of a class rest on: the policies, and the numbers that the pod gives to their named ports.
    string ClassKey(Endpoint pod, Direction direction, ImmutableArray<TierPolicies> tiers)
    {
        var policies = tiers.SelectMany(tier => tier.Policies).ToList();
        var numbers = direction == Direction.Egress ? [] : policies
            .SelectMany(policy => policy.Rules(direction))
            .SelectMany(rule => rule.Ports)
            .OfType<PortMatch.Named>()
            .Select(port => string.Join(',', _evaluator.Matcher.Ports.NumbersOf(port, pod)));
        return $"{direction} {string.Join(' ', policies)}: {string.Join(' ', numbers)}";
    }

    NftVerdict Compile(Endpoint pod, Direction direction, ImmutableArray<TierPolicies> tiers)
    {
        // From the last tier to the first: each leads to the next where it passes.
        var next = NftVerdict.Accept;
        foreach (var tier in tiers.Reverse())
        {
            var chain = new ClassChain(_sets, _evaluator, _view, pod, direction, next).Compile(tier);
            _chains.TryAdd(chain.Name, chain);
            next = new NftVerdict.Goto(chain.Name);
        }
        // Dispatch jumps: a chain that decides nothing must come back to the guard.
        return next is NftVerdict.Goto first ? new NftVerdict.Jump(first.Chain) : next;
    }

    void AddBaseChain(string name, NftHook hook, int priority, Direction direction)
    {
        var (v4, v6) = direction == Direction.Egress
            ? (PacketField.SourceAddressV4, PacketField.SourceAddressV6)
            : (PacketField.DestinationAddressV4, PacketField.DestinationAddressV6);
        var rules = ImmutableArray.CreateBuilder<NftRule>();
        rules.Add(new NftRule.Decide([new NftMatch.EstablishedOrRelated()], NftVerdict.Accept, ""));
        rules.Add(new NftRule.Decide([new NftMatch.NeighbourDiscovery()], NftVerdict.Accept, ""));
        if (hook == NftHook.Input) rules.Add(new NftRule.Decide([new NftMatch.FromLoopback()], NftVerdict.Accept, ""));
        rules.Add(new NftRule.Dispatch([], v4, MapName(direction, IpFamily.IPv4), ""));
        rules.Add(new NftRule.Dispatch([], v6, MapName(direction, IpFamily.IPv6), ""));
        rules.Add(Guard(v4, IpFamily.IPv4));
        rules.Add(Guard(v6, IpFamily.IPv6));
        var chain = new NftChain(NftName.Fixed(name), hook, priority, rules.ToImmutable());
        _chains.Add(chain.Name, chain);
    }

    static NftRule.Decide Guard(PacketField field, IpFamily family) =>
        new([new NftMatch.InSet(field, LocalName(family))], NftVerdict.Drop, "a local address that no chain decides");
}

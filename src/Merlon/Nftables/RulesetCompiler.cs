using System.Collections.Immutable;
using System.Text;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Nftables.Hosts;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>
/// Compiles the policies that matter to one node to a ruleset. A map leads the address of each isolated local pod to the
/// chain of its class: pods to which the same policies apply share one. Those that nothing isolates are in a set. Members
/// of selectors are in sets named for the selector.
/// </summary>
/// <remarks>
/// Two base chains at the forward hook, because <c>accept</c> ends only its own: what local pods send, then what they
/// receive. At the input hook, what local pods send to the node itself, and at the output hook the node's answers. A
/// packet of a local pod that no chain decides is dropped: while a map already knows a chain that has no rules yet, and
/// for addresses that no pod is known to have.
/// </remarks>
public sealed class RulesetCompiler
{
    readonly Evaluator _evaluator;
    readonly IClusterView _view;
    readonly string _node;
    readonly FlowReporting _reporting;
    readonly ClassMemory _classes;
    readonly SetCatalog _sets;
    readonly Dictionary<NftName, NftChain> _chains = [];

    RulesetCompiler(Evaluator evaluator, IClusterView view, string node, FlowReporting reporting, ClassMemory classes) =>
        (_evaluator, _view, _node, _reporting, _classes, _sets) = (evaluator, view, node, reporting, classes, new SetCatalog(evaluator, view));

    /// <summary>
    /// The host endpoints of a node that cannot be enforced: nothing tells the interface that has their address.
    /// </summary>
    public static IEnumerable<HostEndpoint> WithoutInterface(Evaluator evaluator, string node) =>
        evaluator.HostEndpoints?.InterfacesOf(node)?.Nameless ?? [];

    /// <param name="evaluator">The cluster and its policies; the options must be the defaults, which is what is enforced.</param>
    /// <param name="node">The name of the node.</param>
    /// <param name="table">The name of the table to fill.</param>
    /// <param name="unknownPods">What happens to addresses in the node's pod ranges that no pod is known to have.</param>
    /// <param name="epochs">The bits of connection marks for policy epochs; null for the default ones.</param>
    /// <exception cref="ArgumentException">The options are not the defaults, or the node is not in the cluster.</exception>
    public static NftTable Compile(
        Evaluator evaluator, string node, NftName table, UnknownPods unknownPods = UnknownPods.Drop, EpochMask? epochs = null)
    {
        if (WithoutInterface(evaluator, node).FirstOrDefault() is { } lost) throw new ArgumentException($"Nothing tells the interface of {lost}.", nameof(evaluator));
        return Compile(evaluator, new ClusterView(evaluator), node, table, unknownPods, epochs, FlowReporting.None, new ClassMemory());
    }

    /// <summary>The same, where the evaluator need know no more than the node, its own pods, and all nodes.</summary>
    internal static NftTable Compile(
        Evaluator evaluator, IClusterView view, string node, NftName table, UnknownPods unknownPods, EpochMask? epochs,
        FlowReporting reporting, ClassMemory classes)
    {
        if (evaluator.Options != EvaluationOptions.Default) throw new ArgumentException("Only the default options can be enforced.", nameof(evaluator));
        if (!evaluator.Cluster.TryGetEndpoint(EndpointId.Node(node).Text, out var found)) throw new ArgumentException($"There is no node `{node}`.", nameof(node));
        return new RulesetCompiler(evaluator, view, node, reporting, classes).Compile(table, found, unknownPods, new PolicyEpoch(epochs ?? EpochMask.Default, 1));
    }

    NftTable Compile(NftName table, Endpoint node, UnknownPods unknownPods, PolicyEpoch epoch)
    {
        _classes.Begin();
        var pods = _evaluator.Cluster.Endpoints
            .Where(endpoint => endpoint.IsOnPodNetwork && endpoint.NodeName == _node && !endpoint.Addresses.IsEmpty)
            .ToList();
        var maps = ImmutableArray.CreateBuilder<NftVerdictMap>();
        foreach (var direction in new[] { Direction.Egress, Direction.Ingress })
        {
            foreach (var family in Families) maps.Add(Dispatch(pods, direction, family));
            foreach (var chain in new JudgeChains(direction, epoch).Compile()) _chains.Add(chain.Name, _reporting.In(chain));
        }
        var own = pods.SelectMany(pod => pod.Addresses).Select(Cidr.Of);
        var local = CidrSet.Union(unknownPods == UnknownPods.Drop ? own.Concat(Unclaimed(node.PodRanges, pods)) : own);
        foreach (var family in Families)
        {
            _sets.Use([new NftSet.Blocks(JudgeChains.Local(family), family, [.. local.Where(block => block.Family == family)])]);
        }
        AddHosts();
        return new NftTable(
            table,
            _sets.ToImmutable(),
            [.. maps.OrderBy(map => map.Name)],
            [.. _chains.Values.OrderBy(chain => chain.Name)]);
    }

    static IpFamily[] Families { get; } = [IpFamily.IPv4, IpFamily.IPv6];

    void AddHosts()
    {
        if (_evaluator.HostEndpoints is null) return;
        if (!_classes.TryGetHosts(_evaluator.Policies, out var compiled))
        {
            var chains = HostChains.Compile(_evaluator, _sets, _node);
            compiled = new CompiledHosts(_evaluator.Policies, [.. chains.Select(_reporting.In)], _sets.AskedBy(chains));
            _classes.Hosts = compiled;
        }
        _sets.Use(compiled.Sets);
        foreach (var chain in compiled.Chains) _chains.Add(chain.Name, chain);
    }

    // The map of the isolated; the others become a set, because the kernel walks a map of chains at every change of one.
    NftVerdictMap Dispatch(List<Endpoint> pods, Direction direction, IpFamily family)
    {
        var classes = pods
            .SelectMany(pod => pod.Addresses.Where(address => address.Family == family && IsOwner(pod, address))
                .Select(address => (Address: address, Chain: ClassOf(pod, direction))))
            .OrderBy(entry => entry.Address)
            .ToLookup(entry => entry.Chain is null);
        _sets.Use([new NftSet.Addresses(JudgeChains.Open(direction, family), family, [.. classes[true].Select(entry => entry.Address)])]);
        return new NftVerdictMap(JudgeChains.Classes(direction, family), family,
            [.. classes[false].Select(entry => KeyValuePair.Create(entry.Address, (NftVerdict)new NftVerdict.Jump(entry.Chain!)))]);
    }

    // Not every network gives a node's pods addresses of the node's ranges: one that is known to be elsewhere is no
    // unknown pod of this node.
    ImmutableArray<Cidr> Unclaimed(ImmutableArray<Cidr> ranges, List<Endpoint> pods) =>
        CidrSet.Subtract(ranges, _view.ClaimedByOthers(ranges, pods).Select(Cidr.Of));

    // Two pods can briefly claim one address; the index says whose it is, as for every verdict.
    bool IsOwner(Endpoint pod, IpAddress address) => _view.IsOwner(pod, address);

    // Pods of one class are many, and their chain is written once. Null where nothing isolates them.
    NftName? ClassOf(Endpoint pod, Direction direction)
    {
        var tiers = _evaluator.Applying(pod, direction);
        if (tiers.IsEmpty) return null;
        var key = new ClassKey(direction, tiers, NumbersOf(pod, direction, tiers));
        if (!_classes.TryGet(key, out var compiled)) _classes.Add(key, compiled = Compile(pod, direction, tiers));
        // Chains of one name say the same, and so do all that they lead to.
        if (_chains.ContainsKey(compiled.First)) return compiled.First;
        _sets.Use(compiled.Sets);
        foreach (var chain in compiled.Chains) _chains.TryAdd(chain.Name, chain);
        return compiled.First;
    }

    // The numbers that the pod gives to the named ports of its policies.
    string NumbersOf(Endpoint pod, Direction direction, ImmutableArray<TierPolicies> tiers)
    {
        StringBuilder? numbers = null;
        foreach (var tier in tiers)
        {
            foreach (var policy in tier.Policies)
            {
                foreach (var port in _classes.OwnNames(policy, direction))
                {
                    (numbers ??= new StringBuilder()).AppendJoin(',', _evaluator.Matcher.Ports.NumbersOf(port, pod)).Append(' ');
                }
            }
        }
        return numbers?.ToString() ?? "";
    }

    // From the last tier to the first: each leads to the next where it passes.
    CompiledClass Compile(Endpoint pod, Direction direction, ImmutableArray<TierPolicies> tiers)
    {
        var chains = ImmutableArray.CreateBuilder<NftChain>();
        var allowed = new NftVerdict.Goto(JudgeChains.Commit(direction));
        var (next, nextOfReplies) = (allowed, allowed);
        foreach (var tier in tiers.Reverse())
        {
            var chain = new ClassChain(_sets, _evaluator, pod, direction, allowed, next).Compile(tier);
            // INVARIANT: classes of one first chain have the same chains. Those that no rule leads to are no part of one.
            if (!chain.Rules.Any(rule => rule is NftRule.Decide decide && decide.Verdict == next)) chains.Clear();
            var following = (From: (NftVerdict)next, To: nextOfReplies);
            var replies = ReplyChain.Of(
                chain, direction == Direction.Egress ? "egr" : "inr", verdict => verdict == following.From ? following.To : verdict);
            var toReplies = new NftRule.Decide([new NftMatch.Reply()], new NftVerdict.Goto(replies.Name), "");
            chains.Add(_reporting.In(chain with { Rules = chain.Rules.Insert(0, toReplies) }));
            chains.Add(_reporting.In(replies));
            (next, nextOfReplies) = (new NftVerdict.Goto(chain.Name), new NftVerdict.Goto(replies.Name));
        }
        return new CompiledClass(next.Chain, chains.ToImmutable(), _sets.AskedBy(chains));
    }
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>Everything by which policies tell ends apart, each once.</summary>
sealed class PolicyTerms
{
    PolicyTerms()
    {
    }

    /// <summary>Of subjects and of peers that are nothing but a selector.</summary>
    public required ImmutableArray<Subject> Selectors { get; init; }

    /// <summary>The other peers.</summary>
    public required ImmutableArray<Peer> OtherPeers { get; init; }

    public required FrozenSet<string> PodLabels { get; init; }

    public required FrozenSet<string> PortNames { get; init; }

    /// <summary>What stands behind Services that rules name: these rules know each pod by itself.</summary>
    public required FrozenSet<Endpoint> Backends { get; init; }

    /// <summary>Blocks at whose edges something changes, ordered.</summary>
    public required ImmutableArray<Cidr> Blocks { get; init; }

    public static PolicyTerms Of(Evaluator evaluator)
    {
        var rules = evaluator.Policies.Policies.SelectMany(policy => policy.Ingress.Concat(policy.Egress)).ToList();
        var peers = rules.SelectMany(rule => rule.AllPeers).ToList();
        var selectors = peers.OfType<Peer.Pods>()
            .Select(Subject (peer) => peer.Selector)
            .Concat(evaluator.Policies.Policies.Select(policy => policy.Subject))
            .Distinct()
            .ToImmutableArray();
        var backends = BackendsOf(rules, peers, evaluator.Matcher.Peers.Backends).ToList();
        return new PolicyTerms
        {
            Selectors = selectors,
            OtherPeers = [.. peers.Where(peer => peer is not Peer.Pods).Select(ClassMatcher.Meaning).Distinct()],
            PodLabels = selectors.SelectMany(LabelsOf)
                .Concat(peers.OfType<Peer.Labelled>().SelectMany(peer => LabelsOf(peer.Formula)))
                .ToFrozenSet(StringComparer.Ordinal),
            PortNames = rules.SelectMany(PortNamesOf).ToFrozenSet(StringComparer.Ordinal),
            Backends = backends.Select(end => end.Endpoint).OfType<Endpoint>().ToFrozenSet(),
            Blocks =
            [
                .. peers.SelectMany(peer => BlocksOf(peer, evaluator.Matcher.Peers))
                    .Concat(evaluator.Cluster.AddressGroups.SelectMany(group => group.Blocks))
                    .Concat(backends.Where(end => !end.IsPod).Select(end => end.Address).OfType<IpAddress>().Select(Cidr.Of))
                    .Concat(FirewallBorders.Blocks(evaluator.Firewalls))
                    .Concat(HostBorders.PolicyBlocks(evaluator))
                    .Distinct()
                    .Order(),
            ],
        };
    }

    static IEnumerable<FlowEnd> BackendsOf(List<Rule> rules, List<Peer> peers, BackendIndex index) => peers
        .OfType<Peer.Backends>()
        .Select(peer => (peer.Namespace, peer.Service))
        .Concat(rules.SelectMany(rule => rule.Conditions)
            .OfType<Condition.BackendPort>()
            .Select(condition => (condition.Namespace, condition.Service)))
        .Distinct()
        .SelectMany(service => index.EndsOf(service.Namespace, service.Service));

    static IEnumerable<string> LabelsOf(Subject selector) => selector switch
    {
        EndpointSelector pods => pods.Pods.Keys,
        FormulaSelector formula => LabelsOf(formula.Formula),
        _ => throw new InvalidOperationException($"It is not known which labels a {selector.GetType().Name} looks at."),
    };

    // Under any key a label of the thing itself can be meant, where it belongs to nothing.
    static IEnumerable<string> LabelsOf(LabelFormula formula) => formula.Keys.Select(key => key.Text);

    static IEnumerable<string> PortNamesOf(Rule rule) => rule.AllPorts
        .Concat(rule.Conditions.OfType<Condition.SourcePorts>().SelectMany(condition => condition.Ports))
        .OfType<PortMatch.Named>()
        .Select(port => port.Name);

    static IEnumerable<Cidr> BlocksOf(Peer peer, PeerMatcher matcher) => peer switch
    {
        Peer.Block block => block.Except.Prepend(block.Cidr),
        Peer.Nodes nodes => matcher.AddressesOf(nodes).Select(Cidr.Of),
        Peer.Domain domain => matcher.AddressesOf(domain).Select(Cidr.Of),
        Peer.Pods or Peer.Labelled or Peer.Backends or Peer.Nobody => [],
        _ => throw new InvalidOperationException($"It is not known which addresses a {peer.GetType().Name} tells apart."),
    };
}

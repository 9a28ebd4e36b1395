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

    public required bool NamesServices { get; init; }

    /// <summary>What stands behind Services that rules name: these rules know each pod by itself.</summary>
    public required FrozenSet<Endpoint> Backends { get; init; }

    /// <summary>The addresses of what stands behind them and is no pod.</summary>
    public required FrozenSet<IpAddress> BackendAddresses { get; init; }

    /// <summary>Blocks at whose edges something changes, ordered.</summary>
    public required ImmutableArray<Cidr> Blocks { get; init; }

    public static PolicyTerms Of(Evaluator evaluator) => Of(evaluator.Policies.Policies, evaluator);

    /// <summary>Of some policies.</summary>
    public static PolicyTerms Of(IEnumerable<Policy> policies, Evaluator evaluator)
    {
        var (selectors, others, services) = (new HashSet<Subject>(), new HashSet<Peer>(), new HashSet<(string, string)>());
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var policy in policies)
        {
            selectors.Add(policy.Subject);
            foreach (var rule in policy.Ingress) Add(rule);
            foreach (var rule in policy.Egress) Add(rule);
        }
        var backends = services
            .SelectMany(service => evaluator.Matcher.Peers.Backends.EndsOf(service.Item1, service.Item2))
            .ToList();
        var addresses = backends.Where(end => !end.IsPod).Select(end => end.Address).OfType<IpAddress>().ToFrozenSet();
        return new PolicyTerms
        {
            Selectors = [.. selectors],
            OtherPeers = [.. others],
            PodLabels = selectors.SelectMany(LabelsOf)
                .Concat(others.OfType<Peer.Labelled>().SelectMany(peer => LabelsOf(peer.Formula)))
                .ToFrozenSet(StringComparer.Ordinal),
            PortNames = names.ToFrozenSet(StringComparer.Ordinal),
            NamesServices = services.Count > 0,
            Backends = backends.Select(end => end.Endpoint).OfType<Endpoint>().ToFrozenSet(),
            BackendAddresses = addresses,
            Blocks =
            [
                .. others.SelectMany(peer => BlocksOf(peer, evaluator.Matcher.Peers))
                    .Concat(evaluator.Cluster.AddressGroups.SelectMany(group => group.Blocks))
                    .Concat(addresses.Select(Cidr.Of))
                    .Concat(FirewallBorders.Blocks(evaluator.Firewalls))
                    .Concat(HostBorders.PolicyBlocks(evaluator))
                    .Distinct()
                    .Order(),
            ],
        };

        void Add(Rule rule)
        {
            foreach (var peer in rule.AllPeers)
            {
                if (peer is Peer.Backends behind) services.Add((behind.Namespace, behind.Service));
                if (peer is Peer.Pods pods) selectors.Add(pods.Selector);
                else others.Add(TermSets.Meaning(peer));
            }
            foreach (var port in rule.AllPorts)
            {
                if (port is PortMatch.Named named) names.Add(named.Name);
            }
            foreach (var condition in rule.Conditions)
            {
                if (condition is Condition.SourcePorts source) names.UnionWith(source.Ports.OfType<PortMatch.Named>().Select(port => port.Name));
                if (condition is Condition.BackendPort backend) services.Add((backend.Namespace, backend.Service));
            }
        }
    }

    static IEnumerable<string> LabelsOf(Subject selector) => selector switch
    {
        EndpointSelector pods => pods.Pods.Keys,
        FormulaSelector formula => LabelsOf(formula.Formula),
        _ => throw new InvalidOperationException($"It is not known which labels a {selector.GetType().Name} looks at."),
    };

    // Under any key a label of the thing itself can be meant, where it belongs to nothing.
    static IEnumerable<string> LabelsOf(LabelFormula formula) => formula.Keys.Select(key => key.Text);

    static IEnumerable<Cidr> BlocksOf(Peer peer, PeerMatcher matcher) => peer switch
    {
        Peer.Block block => block.Except.Prepend(block.Cidr),
        Peer.Nodes nodes => matcher.AddressesOf(nodes).Select(Cidr.Of),
        Peer.Domain domain => matcher.AddressesOf(domain).Select(Cidr.Of),
        Peer.Pods or Peer.Labelled or Peer.Backends or Peer.Nobody => [],
        _ => throw new InvalidOperationException($"It is not known which addresses a {peer.GetType().Name} tells apart."),
    };
}

using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>Everything by which the policies of a set tell ends apart, each once.</summary>
sealed class PolicyTerms
{
    PolicyTerms()
    {
    }

    /// <summary>Of subjects and peers.</summary>
    public required ImmutableArray<EndpointSelector> Selectors { get; init; }

    /// <summary>The peers that are no selectors of pods.</summary>
    public required ImmutableArray<Peer> OtherPeers { get; init; }

    public required ImmutableArray<string> PodLabels { get; init; }

    public required ImmutableArray<string> PortNames { get; init; }

    /// <summary>Blocks at whose edges something changes, ordered.</summary>
    public required ImmutableArray<Cidr> Blocks { get; init; }

    public static PolicyTerms Of(Evaluator evaluator)
    {
        var (policies, matcher) = (evaluator.Policies, evaluator.Matcher.Peers);
        var rules = policies.Policies
            .SelectMany(policy => policy.Ingress.Concat(policy.Egress))
            .ToList();
        var peers = rules.SelectMany(rule => rule.AllPeers).ToList();
        var selectors = peers.OfType<Peer.Pods>()
            .Select(peer => peer.Selector)
            .Concat(policies.Policies.Select(policy => policy.Subject))
            .Distinct()
            .ToImmutableArray();
        return new PolicyTerms
        {
            Selectors = selectors,
            OtherPeers = [.. peers.Where(peer => peer is not Peer.Pods).Select(ClassMatcher.Meaning).Distinct()],
            PodLabels = [.. selectors.SelectMany(selector => selector.Pods.Keys).Distinct(StringComparer.Ordinal)],
            PortNames =
            [
                .. rules.SelectMany(rule => rule.AllPorts.Concat(
                        rule.Conditions.OfType<Condition.SourcePorts>().SelectMany(condition => condition.Ports)))
                    .OfType<PortMatch.Named>()
                    .Select(port => port.Name)
                    .Distinct(StringComparer.Ordinal),
            ],
            Blocks =
            [
                .. peers.SelectMany(peer => BlocksOf(peer, matcher))
                    .Concat(FirewallBorders.Blocks(evaluator.Firewalls))
                    .Distinct()
                    .Order(),
            ],
        };
    }

    static IEnumerable<Cidr> BlocksOf(Peer peer, PeerMatcher matcher) => peer switch
    {
        Peer.Pods or Peer.Nobody => [],
        Peer.Block block => block.Except.Prepend(block.Cidr),
        Peer.Nodes nodes => matcher.AddressesOf(nodes).Select(Cidr.Of),
        Peer.Domain domain => matcher.AddressesOf(domain).Select(Cidr.Of),
        _ => throw new InvalidOperationException($"It is not known which addresses a {peer.GetType().Name} tells apart."),
    };
}

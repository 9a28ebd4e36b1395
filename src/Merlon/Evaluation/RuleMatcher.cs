using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>Whether rules match flows: the one place that decides, for verdicts and for explanations alike.</summary>
sealed class RuleMatcher
{
    readonly MemberIndex _members;

    public RuleMatcher(Cluster cluster, EvaluationOptions options)
    {
        _members = new MemberIndex(cluster);
        (Peers, Ports) = (new PeerMatcher(cluster, _members, options), new PortMatcher(options, cluster.HostEndpoints));
    }

    public PeerMatcher Peers { get; }

    public PortMatcher Ports { get; }

    /// <summary>The addresses of the groups that the peer selects, as disjoint blocks in order.</summary>
    public ImmutableArray<Cidr> BlocksOf(Peer.Labelled peer) => _members.BlocksOf(peer);

    public bool Selects(Subject subject, Endpoint endpoint) => _members.Contains(subject, endpoint);

    /// <summary>A rule matches when a peer, a port and all its conditions do.</summary>
    public MatchOutcome Match(Rule rule, in Flow flow, Direction direction)
    {
        var outcome = rule.Ports.IsEmpty ? MatchOutcome.Yes : Ports.MatchAny(rule.Ports, flow);
        if (outcome == MatchOutcome.No) return outcome;
        if (!rule.Peers.IsEmpty)
        {
            outcome = Least(outcome, Peers.MatchAny(rule.Peers, Evaluator.Ends(flow, direction).Peer));
        }
        foreach (var condition in rule.Conditions)
        {
            if (outcome == MatchOutcome.No) return outcome;
            outcome = Least(outcome, Match(condition, flow, direction));
        }
        return outcome;
    }

    public MatchOutcome Match(Condition condition, in Flow flow, Direction direction)
    {
        var (subject, peer) = Evaluator.Ends(flow, direction);
        var outcome = condition switch
        {
            Condition.OtherEnd other => Peers.MatchAny(other.Peers, peer),
            Condition.Subject own => Peers.MatchAny(own.Peers, subject),
            Condition.DestinationPorts ports => Ports.MatchAny(ports.Ports, flow),
            Condition.SourcePorts ports => Ports.MatchAnySource(ports.Ports, flow),
            Condition.Transport transport => Of(flow.Protocol == transport.Protocol),
            Condition.Icmp icmp => Match(icmp, flow),
            Condition.Version version => flow.Family is { } family ? Of(family == version.Family) : MatchOutcome.Unknown,
            Condition.BackendPort backend => Of(Peers.Backends.Contains(backend, flow)),
            Condition.Unknowable => MatchOutcome.Unknown,
            _ => throw new InvalidOperationException($"A {condition.GetType().Name} is no condition that can be matched."),
        };
        return condition.IsNegated ? Not(outcome) : outcome;
    }

    static MatchOutcome Match(Condition.Icmp icmp, in Flow flow)
    {
        if (!flow.Protocol.IsIcmp) return MatchOutcome.No;
        if (flow.Icmp is not { } message) return MatchOutcome.Unknown;
        return Of(message.Type == icmp.Type && (icmp.Code is not { } code || code == message.Code));
    }

    static MatchOutcome Of(bool matches) => matches ? MatchOutcome.Yes : MatchOutcome.No;

    static MatchOutcome Not(MatchOutcome outcome) => outcome switch
    {
        MatchOutcome.Yes => MatchOutcome.No,
        MatchOutcome.No => MatchOutcome.Yes,
        _ => outcome,
    };

    static MatchOutcome Least(MatchOutcome a, MatchOutcome b) => a < b ? a : b;
}

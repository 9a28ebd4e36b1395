using System.Collections.Immutable;
using Merlon.Evaluation.Firewalls;
using Merlon.Evaluation.Hosts;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Policies.Firewalls;

namespace Merlon.Evaluation;

/// <summary>
/// Evaluates flows against all tiers: the semantic core. Keeps what it works out about selectors, so one evaluator
/// should answer many questions; not safe for concurrent use.
/// </summary>
public sealed class Evaluator
{
    readonly RuleMatcher _matcher;
    readonly HostPath _hosts;
    readonly HostJudge? _endpoints;
    ImmutableArray<(Tier Tier, SubjectIndex Subjects)> _subjects;
    ImmutableArray<TierPolicies>?[]? _egress;
    ImmutableArray<TierPolicies>?[]? _ingress;

    public Evaluator(
        Cluster cluster, PolicySet policies, EvaluationOptions? options = null, HostFirewalls? firewalls = null)
    {
        (Cluster, Policies, Options) = (cluster, policies, options ?? EvaluationOptions.Default);
        Firewalls = firewalls ?? HostFirewalls.None;
        _hosts = new HostPath(cluster, Firewalls, Options);
        _matcher = new RuleMatcher(cluster, Options);
        if (!cluster.HostEndpoints.IsEmpty) _endpoints = new HostJudge(this);
    }

    public Cluster Cluster { get; }

    public PolicySet Policies { get; }

    public EvaluationOptions Options { get; }

    /// <summary>The firewalls of the hosts, as far as they are known.</summary>
    public HostFirewalls Firewalls { get; }

    internal RuleMatcher Matcher => _matcher;

    internal HostPath Hosts => _hosts;

    /// <summary>The same cluster with the same options under other policies.</summary>
    public Evaluator With(PolicySet policies) => new(Cluster, policies, Options, Firewalls);

    /// <summary>What judges flows at host endpoints; null where there are none.</summary>
    internal HostJudge? HostEndpoints => _endpoints;

    /// <summary>Whether hosts have a say: then the place of a pod matters.</summary>
    internal bool KnowsHosts => !Firewalls.IsEmpty || _endpoints is not null;

    /// <summary>The verdict of the flow: both directions, and the hosts on its way.</summary>
    public FlowResult Evaluate(in Flow flow)
    {
        var result = new FlowResult(Evaluate(flow, Direction.Egress), Evaluate(flow, Direction.Ingress));
        return !KnowsHosts ? result : result with
        {
            SourceHost = _hosts.AtSource(flow),
            DestinationHost = _hosts.AtDestination(flow),
            HostEndpoints = _endpoints?.Judge(flow) ?? [],
        };
    }

    /// <summary>The verdict of one direction.</summary>
    public DirectionResult Evaluate(in Flow flow, Direction direction)
    {
        var (subject, peer) = Ends(flow, direction);
        if (subject.Endpoint is not { IsOnPodNetwork: true } pod)
        {
            return new DirectionResult(Verdict.Allow, Basis.NotGoverned);
        }
        if (Exemption(flow, direction, pod, peer) is { } basis) return new DirectionResult(Verdict.Allow, basis);
        return Walk(Applying(pod, direction), 0, AsSeen(flow, direction), direction, host: null);
    }

    /// <summary>What the tiers make of a packet at a host.</summary>
    internal DirectionResult Walk(ImmutableArray<TierPolicies> tiers, HostView host, Direction direction) =>
        Walk(tiers, 0, default, direction, host);

    // From one tier on. Where a rule may match, both ways are walked: what would tell matters only if they differ.
    DirectionResult Walk(
        ImmutableArray<TierPolicies> tiers, int index, in Flow packet, Direction direction, HostView? host)
    {
        if (index == tiers.Length) return host?.End ?? new DirectionResult(Verdict.Allow, Basis.NotIsolated);
        var (tier, policies) = tiers[index];
        ref readonly var flow = ref host is null ? ref packet : ref host.SeenAt(tier);
        DirectionResult? doubtful = null;
        foreach (var policy in policies)
        {
            foreach (var rule in policy.Rules(direction))
            {
                var outcome = rule.Action == RuleAction.Log ? MatchOutcome.No : _matcher.Match(rule, flow, direction);
                if (outcome == MatchOutcome.No) continue;
                var result = rule.Action == RuleAction.Pass
                    ? Walk(tiers, index + 1, packet, direction, host)
                    : new DirectionResult(VerdictOf(rule.Action), Basis.Rule, tier, policy, rule);
                if (rule.Action == RuleAction.Allow && host?.Loses(tier) == true)
                {
                    result = result with { Verdict = Verdict.Deny, Basis = Basis.Untranslated };
                }
                if (outcome == MatchOutcome.Yes) return doubtful is { } other ? Joined(other, result) : result;
                var branch = new DirectionResult(result.Verdict, Basis.MayMatch, tier, policy, rule);
                doubtful = doubtful is { } first && first.Verdict != branch.Verdict
                    ? first with { Verdict = Verdict.Unknown }
                    : doubtful ?? branch;
            }
        }
        var last = tier.DefaultAction == TierDefault.Pass
            ? Walk(tiers, index + 1, packet, direction, host)
            : new DirectionResult(Verdict.Deny, Basis.TierDefault, tier, policies[0]);
        return doubtful is { } doubt ? Joined(doubt, last) : last;
    }

    static DirectionResult Joined(DirectionResult doubtful, DirectionResult certain) =>
        doubtful.Verdict == certain.Verdict ? certain : doubtful with { Verdict = Verdict.Unknown };

    static Verdict VerdictOf(RuleAction action) => action switch
    {
        RuleAction.Allow => Verdict.Allow,
        RuleAction.Deny => Verdict.Deny,
        _ => throw new InvalidOperationException($"{action} is no verdict."),
    };

    /// <summary>
    /// The policies that apply to the endpoint in the direction, by tier in order; tiers without any are left out.
    /// </summary>
    public ImmutableArray<TierPolicies> Applying(Endpoint endpoint, Direction direction)
    {
        ref var known = ref direction == Direction.Egress ? ref _egress : ref _ingress;
        known ??= new ImmutableArray<TierPolicies>?[Cluster.Endpoints.Length];
        return known[endpoint.Index] ??= FindApplying(endpoint, direction);
    }

    /// <summary>
    /// Whether policies have no say in what the subject sends and receives by the protocol, whoever the other end is. Its
    /// own node, and the subject itself, can be exempt beyond that.
    /// </summary>
    internal bool IsExempt(FlowEnd subject, Protocol protocol) =>
        subject.Endpoint is not { IsOnPodNetwork: true } || IsExempt(protocol);

    /// <summary>
    /// The flow as rules of the direction see it: before or after the translation of a Service's address.
    /// </summary>
    internal Flow AsSeen(in Flow flow, Direction direction) =>
        direction == Direction.Egress && Options.ServiceIPPolicy == ServiceIPPolicy.PreDnat
            && flow.Via is { Address: { } address } via
            ? flow with { Destination = FlowEnd.Outside(address), Port = via.Port }
            : flow;

    internal static (FlowEnd Subject, FlowEnd Peer) Ends(in Flow flow, Direction direction) =>
        direction == Direction.Egress ? (flow.Source, flow.Destination) : (flow.Destination, flow.Source);

    ImmutableArray<TierPolicies> FindApplying(Endpoint endpoint, Direction direction)
    {
        var found = new List<TierPolicies>(1);
        if (_subjects.IsDefault) _subjects = [.. Policies.Tiers.Select(tier => (tier, new SubjectIndex(tier)))];
        foreach (var (tier, subjects) in _subjects)
        {
            var policies = subjects.Applying(endpoint, direction);
            if (!policies.IsEmpty) found.Add(new TierPolicies(tier, policies));
        }
        return [.. found];
    }

    Basis? Exemption(in Flow flow, Direction direction, Endpoint pod, FlowEnd peer)
    {
        if (ReferenceEquals(peer.Endpoint, pod))
        {
            if ((flow.Via is not null ? Options.Hairpin : Options.Self) == Treatment.Allow) return Basis.Self;
        }
        else if (peer.IsNodeOf(pod))
        {
            var treatment = direction == Direction.Ingress ? Options.LocalNodeIngress : Options.LocalNodeEgress;
            if (treatment == Treatment.Allow) return Basis.LocalNode;
        }
        return IsExempt(flow.Protocol) ? Basis.Icmp : null;
    }

    bool IsExempt(Protocol protocol) => protocol.IsIcmp && Options.Icmp == Treatment.Allow;
}

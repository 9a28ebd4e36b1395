using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Evaluation.Hosts;

/// <summary>
/// Judges flows at the interfaces of hosts. Not safe for concurrent use.
/// </summary>
sealed class HostJudge
{
    readonly Evaluator _evaluator;
    readonly HostRoute _route;
    readonly Dictionary<string, HostInterfaces> _interfaces;
    readonly Dictionary<(HostEndpoint, HostStages, Direction), ImmutableArray<TierPolicies>> _tiers = [];

    public HostJudge(Evaluator evaluator)
    {
        (_evaluator, _route) = (evaluator, new HostRoute(evaluator.Cluster, evaluator.Options));
        _interfaces = evaluator.Cluster.HostEndpoints
            .GroupBy(endpoint => endpoint.NodeName, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => new HostInterfaces(group, evaluator.Cluster.Uplinks.GetValueOrDefault(group.Key)), StringComparer.Ordinal);
    }

    /// <summary>What the flow meets, in order; what judges nothing is left out.</summary>
    public ImmutableArray<HostResult> Judge(in Flow flow)
    {
        var results = ImmutableArray.CreateBuilder<HostResult>();
        foreach (var hop in _route.Of(flow)) results.AddRange(Judge(hop));
        return results.ToImmutable();
    }

    /// <summary>What the flow meets on one host.</summary>
    internal IEnumerable<HostResult> Judge(HostHop hop) => _interfaces.TryGetValue(hop.Node, out var interfaces)
        ? new[] { Direction.Ingress, Direction.Egress }.Select(direction => Judge(hop, interfaces, direction)).OfType<HostResult>()
        : [];

    /// <summary>The tiers that judge what passes the endpoint so, with the policies that apply.</summary>
    public ImmutableArray<TierPolicies> TiersOf(HostEndpoint endpoint, HostResult result) =>
        TiersOf(endpoint, StagesOf(endpoint, result), result.Direction);

    HostResult? Judge(HostHop hop, HostInterfaces interfaces, Direction direction)
    {
        if ((direction == Direction.Ingress ? hop.Entry : hop.Exit) is not { } @interface) return null;
        // Whatever a host sends to its own pods passes.
        if (hop.Entry is null && hop.Exit is HostInterface.Pod) return null;
        var result = new HostResult
        {
            Node = hop.Node,
            Traffic = hop.Forwards ? HostTraffic.Forward : hop.Exit is null ? HostTraffic.Input : HostTraffic.Output,
            Direction = direction,
            Before = hop.Before,
            After = hop.After,
            Candidates = [],
        };
        result = result with
        {
            Candidates = [.. interfaces.At(@interface).Select(endpoint => Judge(endpoint, hop, result))],
        };
        return result.Candidates.All(candidate => candidate.Result is { Verdict: Verdict.Allow, Basis: Basis.NotGoverned })
            ? null
            : result;
    }

    HostCandidate Judge(HostEndpoint? endpoint, HostHop hop, HostResult result)
    {
        if (endpoint is null) return new HostCandidate(null, new DirectionResult(Verdict.Allow, Basis.NotGoverned));
        var stages = StagesOf(endpoint, result);
        var tiers = TiersOf(endpoint, stages, result.Direction);
        var view = new HostView(hop.Before, hop.After, hop.Translates, EndOf(stages, tiers.IsEmpty));
        return new HostCandidate(endpoint, _evaluator.Walk(tiers, view, result.Direction));
    }

    // What becomes of what no tier decides.
    static DirectionResult EndOf(HostStages stages, bool isUngoverned) =>
        stages.HasFlag(HostStages.Failsafe) ? new DirectionResult(Verdict.Allow, Basis.Failsafe)
        : stages.HasFlag(HostStages.Own) ? new DirectionResult(Verdict.Deny, Basis.NoProfile)
        : new DirectionResult(Verdict.Allow, isUngoverned ? Basis.NotGoverned : Basis.NotIsolated);

    // Failsafe ports come before every stage but that of what is passed on.
    HostStages StagesOf(HostEndpoint endpoint, HostResult result)
    {
        var isFromPod = result.Traffic != HostTraffic.Output && IsFromPodOf(result);
        var stages = result.Traffic == HostTraffic.Forward ? HostStages.Forward
            : isFromPod ? HostStages.None
            : IsFailsafe(result.Node, result.After, result.Direction) ? HostStages.Failsafe
            : HostStages.Own;
        if (IsFailsafe(result.Node, result.Before, result.Direction)) return stages;
        var answers = AnswersFailsafe(result.Node, result.Before, result.Direction);
        if (result.Direction == Direction.Ingress) stages |= HostStages.PreDnat;
        var isUntracked = !endpoint.IsWildcard && !answers
            && (result.Direction == Direction.Ingress || result.Traffic == HostTraffic.Output);
        return isUntracked ? stages | HostStages.Untracked : stages;
    }

    static bool IsFromPodOf(HostResult result) =>
        result.Before.Source is { IsPod: true, Endpoint.NodeName: { } node } && node == result.Node;

    bool IsFailsafe(string node, in Flow flow, Direction direction) => Covers(node, flow, direction, direction, flow.Port);

    // Before connections are tracked, what could be the answer to a failsafe port the other way is let through as one.
    // A port that is left open is taken to be none of them.
    bool AnswersFailsafe(string node, in Flow flow, Direction direction) => flow.SourcePort is { } port && Covers(
        node, flow, direction, direction == Direction.Ingress ? Direction.Egress : Direction.Ingress, port);

    bool Covers(string node, in Flow flow, Direction seen, Direction opened, ushort number)
    {
        var failsafes = _evaluator.Cluster.FailsafesOf(node);
        var other = seen == Direction.Ingress ? flow.Source.Address : flow.Destination.Address;
        foreach (var port in opened == Direction.Ingress ? failsafes.Inbound : failsafes.Outbound)
        {
            if (port.Covers(flow.Protocol, number, other)) return true;
        }
        return false;
    }

    /// <summary>What tells the endpoint of an interface of the node; null where the node has none.</summary>
    internal HostInterfaces? InterfacesOf(string node) => _interfaces.GetValueOrDefault(node);

    /// <summary>The tiers of some stages, in the order in which they are walked.</summary>
    internal ImmutableArray<TierPolicies> TiersOf(HostEndpoint endpoint, HostStages stages, Direction direction)
    {
        if (_tiers.TryGetValue((endpoint, stages, direction), out var known)) return known;
        var found = ImmutableArray.CreateBuilder<TierPolicies>();
        if (stages.HasFlag(HostStages.Untracked)) AddTiers(PolicyStage.Untracked, _ => true);
        if (stages.HasFlag(HostStages.PreDnat)) AddTiers(PolicyStage.PreDnat, _ => true);
        if (stages.HasFlag(HostStages.Forward)) AddTiers(PolicyStage.Filter, policy => policy.AppliesOnForward);
        if (stages.HasFlag(HostStages.Own))
        {
            AddTiers(PolicyStage.Filter, _ => true);
            AddProfiles();
        }
        return _tiers[(endpoint, stages, direction)] = found.ToImmutable();

        void AddTiers(PolicyStage stage, Func<Policy, bool> condition)
        {
            foreach (var tier in _evaluator.Policies.At(stage))
            {
                ImmutableArray<Policy> policies = [.. tier.Policies.Where(
                    policy => policy.Governs(direction) && condition(policy) && policy.Subject.Matches(endpoint))];
                if (!policies.IsEmpty) found.Add(new TierPolicies(tier, policies));
            }
        }

        // In the order that the endpoint names them; one that does not exist decides nothing.
        void AddProfiles() => found.AddRange(_evaluator.Policies.At(PolicyStage.Profile)
            .Where(tier => endpoint.Profiles.Contains(tier.Name))
            .OrderBy(tier => endpoint.Profiles.IndexOf(tier.Name))
            .Select(tier => new TierPolicies(tier, tier.Policies)));
    }
}

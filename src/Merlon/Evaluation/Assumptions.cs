using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Evaluation;

/// <summary>What a verdict depends on that the API leaves open or the input does not tell.</summary>
static class Assumptions
{
    public static ImmutableArray<string> Of(
        in Flow flow, DirectionExplanation egress, DirectionExplanation ingress, EvaluationOptions options)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        foreach (var end in new[] { flow.Source, flow.Destination })
        {
            if (end.Endpoint is { IsHostNetwork: true } pod)
            {
                found.Add(
                    $"{pod} is on the host network: no policy selects it, and its packets are those of node "
                        + $"{pod.NodeName ?? "(unknown)"}");
            }
        }
        AddSelf(found, flow, egress, options);
        AddNode(found, flow, egress, ingress, options);
        foreach (var side in new[] { egress, ingress })
        {
            if (side.Result.Basis == Basis.Icmp)
            {
                found.Add("icmp=allow: this engine lets ICMP pass isolation");
            }
            else if (flow.Protocol.IsIcmp && side.Result.Basis == Basis.TierDefault)
            {
                found.Add("icmp=evaluate: only a rule without ports allows ICMP; some engines always let it pass");
            }
            AddBlocks(found, side, flow, options);
            AddTies(found, side);
        }
        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    static void AddSelf(
        ImmutableArray<string>.Builder found, in Flow flow, DirectionExplanation egress, EvaluationOptions options)
    {
        if (flow.Source.Endpoint is not { IsOnPodNetwork: true } pod
            || !ReferenceEquals(pod, flow.Destination.Endpoint))
        {
            return;
        }
        if (flow.Via is not null && options.Hairpin == Treatment.Evaluate)
        {
            found.Add("hairpin=evaluate: a pod that reaches itself through a Service is judged; some engines allow it");
        }
        else if (egress.Result.Basis == Basis.Self)
        {
            found.Add(flow.Via is null
                ? "self=allow: a pod always reaches itself"
                : "hairpin=allow: a pod reaches itself through a Service");
        }
    }

    static void AddNode(
        ImmutableArray<string>.Builder found,
        in Flow flow,
        DirectionExplanation egress,
        DirectionExplanation ingress,
        EvaluationOptions options)
    {
        if (ingress.Result.Basis == Basis.LocalNode)
        {
            found.Add("localNodeIngress=allow: a node always reaches the pods that it hosts, as kubelet probes need");
        }
        if (egress.Result.Basis == Basis.LocalNode)
        {
            found.Add("localNodeEgress=allow: a pod always reaches its own node");
        }
        if (flow.Source.Endpoint is { IsOnPodNetwork: true } pod && flow.Destination.IsNodeOf(pod)
            && egress.Result.Basis is Basis.Rule or Basis.TierDefault && options.LocalNodeEgress == Treatment.Evaluate)
        {
            found.Add(
                "localNodeEgress=evaluate: a pod's way to its own node is judged; "
                    + "the Kubernetes documentation says it is always open");
        }
    }

    static void AddBlocks(
        ImmutableArray<string>.Builder found, DirectionExplanation side, in Flow flow, EvaluationOptions options)
    {
        var (_, peer) = Evaluator.Ends(flow, side.Direction);
        var rules = side.Tiers.SelectMany(tier => tier.Policies).SelectMany(policy => policy.Rules).ToList();
        var findings = rules.SelectMany(rule => rule.Peers).ToList();
        if (findings.Any(finding => finding.Distance == (int)PeerMatch.NoAddress))
        {
            found.Add($"{peer} has no known address, so no ipBlock matches it");
        }
        if (side.Result.Rule is not { } deciding || !peer.IsPod || !options.IpBlockMatchesPods) return;
        var matched = rules.First(rule => rule.Rule == deciding).Peers.Where(finding => finding.Matched).ToList();
        if (matched.Count > 0 && deciding.Peers.Where(candidate => candidate is not Policies.Peer.Block)
            .All(candidate => !matched.Any(finding => ReferenceEquals(finding.Location, candidate.Origin))))
        {
            found.Add("ipBlockMatchesPods=true: a block matches the addresses of pods too; Cilium differs");
        }
    }

    // Of two policies of one order whose rules disagree on this flow, the name decides here, and anything elsewhere.
    static void AddTies(ImmutableArray<string>.Builder found, DirectionExplanation side)
    {
        foreach (var tier in side.Tiers)
        {
            if (tier.FirstMatch is not var (policy, rule) || !policy.Policy.HasUndefinedTies) continue;
            var rival = tier.Policies.FirstOrDefault(other =>
                other.Policy.Order == policy.Policy.Order
                && other.FirstMatch is { } match && match.Rule.Action != rule.Rule.Action);
            if (rival?.FirstMatch is not { } instead) continue;
            found.Add(
                $"{policy.Policy.Id.QualifiedName} comes before {rival.Policy.Id.QualifiedName} by name: both have "
                    + $"priority {policy.Policy.Order}, the API leaves open which comes first, and rule "
                    + $"{instead.Rule.Number} of {rival.Policy.Id.QualifiedName} would "
                    + $"{instead.Rule.Action.ToString().ToLowerInvariant()}");
        }
    }
}

using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Comparison;

/// <summary>
/// Judges every flow of a cluster by two sets of policies: between all ends, at every port where a rule of either draws a
/// border. Ends that no policy can tell apart are asked for by two of them.
/// </summary>
/// <param name="Flows">How many flows were judged.</param>
/// <param name="Ends">How many ends they run between, of those in <paramref name="KnownEnds"/>.</param>
/// <param name="KnownEnds">How many ends there are: each address of each endpoint, and outside of the cluster one for each
/// stretch of addresses that the policies tell apart.</param>
/// <param name="Difference">The first flow that is judged differently in either direction; null where there is none.</param>
public sealed record VerdictComparison(long Flows, int Ends, int KnownEnds, FlowDifference? Difference)
{
    const int PerClass = 2;

    static readonly Protocol[] PortProtocols = [Protocol.Tcp, Protocol.Udp, Protocol.Sctp];

    public static VerdictComparison Of(
        Cluster cluster, PolicySet before, PolicySet after, EvaluationOptions? options = null)
    {
        var (first, second) = (new Evaluator(cluster, before, options), new Evaluator(cluster, after, options));
        var known = EndsOf(cluster, [before, after]).ToList();
        var borders = AddressAtoms.PolicyBlocks(before).Concat(AddressAtoms.PolicyBlocks(after)).Distinct().Order().ToList();
        var ends = known.GroupBy(end => ClassOf(end, borders)).SelectMany(alike => alike.Take(PerClass)).ToList();
        var ports = PortProtocols.ToDictionary(protocol => protocol, protocol => PortsOf(protocol, [first, second]));
        long flows = 0;
        foreach (var flow in FlowsOf(ends, ports))
        {
            flows++;
            var (then, now) = (first.Evaluate(flow), second.Evaluate(flow));
            if (then.Egress.Verdict == now.Egress.Verdict && then.Ingress.Verdict == now.Ingress.Verdict) continue;
            return new VerdictComparison(flows, ends.Count, known.Count, new FlowDifference(flow, then, now));
        }
        return new VerdictComparison(flows, ends.Count, known.Count, null);
    }

    static IEnumerable<FlowEnd> EndsOf(Cluster cluster, PolicySet[] sets)
    {
        var borders = sets.SelectMany(set => AddressAtoms.Borders(cluster, set, Policies.Firewalls.HostFirewalls.None))
            .Distinct().Order().ToImmutableArray();
        var outside = new[] { IpFamily.IPv4, IpFamily.IPv6 }
            .SelectMany(family => AddressAtoms.Split(Cidr.All(family), borders))
            .Where(atom => !cluster.Addresses.TryGet(atom.Sample, out _))
            .Select(atom => FlowEnd.Outside(atom.Sample));
        return cluster.Endpoints.SelectMany(FlowEnd.AllOf).Concat(outside);
    }

    // All that a policy can see of a pod. Nodes and addresses outside are few, and stand for themselves.
    static string ClassOf(FlowEnd end, List<Cidr> borders)
    {
        if (end.Endpoint is not { Kind: not EndpointKind.Node } pod) return end.ToString();
        var inside = end.Address is { } address ? borders.Where(border => border.Contains(address)) : [];
        var ports = pod.Ports.Select(port => $"{port.Name} {port.Protocol} {port.Number} {port.Container}");
        return $"{pod.Namespace?.Name} {pod.Labels} {pod.ServiceAccount} {pod.IsHostNetwork} {end.Address?.Family} "
            + $"{string.Join(' ', inside)} {string.Join(' ', ports)}";
    }

    // The first port of every stretch that no rule of either set cuts.
    static List<ushort> PortsOf(Protocol protocol, Evaluator[] evaluators)
    {
        var ranges =
            from evaluator in evaluators
            from policy in evaluator.Policies.Policies
            from rule in policy.AllRules
            from port in rule.AllPorts
            where port.Protocol == protocol
            from range in RangesOf(port, evaluator)
            select range;
        var starts = new SortedSet<int> { 1 };
        foreach (var range in ranges.Distinct())
        {
            if (range.First > 1) starts.Add(range.First);
            if (range.Last < ushort.MaxValue) starts.Add(range.Last + 1);
        }
        return [.. starts.Select(start => (ushort)start)];
    }

    static IEnumerable<PortRange> RangesOf(PortMatch port, Evaluator evaluator) => port is PortMatch.Numbered numbered
        ? [numbered.Ports]
        : evaluator.Cluster.Endpoints.SelectMany(endpoint =>
            evaluator.Matcher.Ports.RangesOf(port, FlowEnd.AllOf(endpoint).First()));

    static IEnumerable<Flow> FlowsOf(List<FlowEnd> ends, Dictionary<Protocol, List<ushort>> ports) =>
        from source in ends
        from destination in ends
        where source.Endpoint is not null || destination.Endpoint is not null
        where source.Address is null || destination.Address is null
            || source.Address.Value.Family == destination.Address.Value.Family
        from flow in FlowsBetween(source, destination, ports)
        select flow;

    static IEnumerable<Flow> FlowsBetween(
        FlowEnd source, FlowEnd destination, Dictionary<Protocol, List<ushort>> ports)
    {
        foreach (var (protocol, starts) in ports)
        {
            foreach (var port in starts) yield return new Flow(source, destination, protocol, port);
        }
        var isV6 = (source.Address ?? destination.Address)?.Family == IpFamily.IPv6;
        yield return new Flow(source, destination, isV6 ? Protocol.IcmpV6 : Protocol.Icmp, 0);
    }
}

/// <summary>A flow that two sets of policies judge differently.</summary>
public sealed record FlowDifference(Flow Flow, FlowResult Before, FlowResult After);

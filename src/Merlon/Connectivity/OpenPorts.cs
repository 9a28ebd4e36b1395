using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity;

/// <summary>
/// The ports that are open from one end to another: asks the evaluator at one port of each stretch that no rule tells
/// apart, and so cannot disagree with it.
/// </summary>
sealed class OpenPorts(Evaluator evaluator)
{
    static readonly Protocol[] PortProtocols = [Protocol.Tcp, Protocol.Udp, Protocol.Sctp];

    readonly ImmutableArray<PortRange> _hostPorts = [.. FirewallBorders.Ports(evaluator.Firewalls)];

    public ImmutableArray<Connection> Between(FlowEnd source, FlowEnd destination)
    {
        var connections = ImmutableArray.CreateBuilder<Connection>();
        foreach (var protocol in PortProtocols)
        {
            var open = Stretches(source, destination, protocol)
                .Where(stretch => IsAllowed(new Flow(source, destination, protocol, stretch.First)))
                .ToList();
            if (open.Count > 0) connections.Add(new Connection(protocol, PortRanges.Union(open)));
        }
        var family = source.Address?.Family ?? destination.Address?.Family ?? IpFamily.IPv4;
        var icmp = family == IpFamily.IPv6 ? Protocol.IcmpV6 : Protocol.Icmp;
        // Both versions are told as ICMP: which one it is follows from the addresses.
        if (IsAllowed(new Flow(source, destination, icmp, 0))) connections.Add(new Connection(Protocol.Icmp, []));
        return connections.ToImmutable();
    }

    bool IsAllowed(Flow flow) => evaluator.Evaluate(flow).Verdict == Verdict.Allow;

    // Ports 1 to 65535, cut wherever a rule that applies to either end begins or ends to match.
    IEnumerable<PortRange> Stretches(FlowEnd source, FlowEnd destination, Protocol protocol)
    {
        var starts = new SortedSet<int> { 1 };
        AddCuts(starts, source, Direction.Egress, destination, protocol);
        AddCuts(starts, destination, Direction.Ingress, destination, protocol);
        foreach (var range in _hostPorts) AddCuts(starts, range);
        var first = 0;
        foreach (var start in starts.Append(ushort.MaxValue + 1))
        {
            if (first > 0) yield return new PortRange((ushort)first, (ushort)(start - 1));
            first = start;
        }
    }

    void AddCuts(SortedSet<int> starts, FlowEnd subject, Direction direction, FlowEnd destination, Protocol protocol)
    {
        if (subject.Endpoint is not { IsOnPodNetwork: true } pod) return;
        var ports =
            from tier in evaluator.Applying(pod, direction)
            from policy in tier.Policies
            from rule in policy.Rules(direction)
            from port in rule.AllPorts
            where port.Protocol == protocol
            select port;
        foreach (var range in ports.SelectMany(port => evaluator.Matcher.Ports.RangesOf(port, destination)))
        {
            AddCuts(starts, range);
        }
    }

    static void AddCuts(SortedSet<int> starts, PortRange range)
    {
        if (range.First > 1) starts.Add(range.First);
        if (range.Last < ushort.MaxValue) starts.Add(range.Last + 1);
    }
}

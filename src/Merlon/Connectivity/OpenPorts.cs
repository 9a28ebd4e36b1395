using System.Collections.Immutable;
using Merlon.Connectivity.Classes;
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

    readonly ImmutableArray<PortRange> _hostPorts = [.. FirewallBorders.Ports(evaluator.Firewalls), .. HostBorders.Ports(evaluator)];

    public Opening Between(FlowEnd source, FlowEnd destination)
    {
        var spans = new List<PortSpan>();
        foreach (var protocol in PortProtocols)
        {
            foreach (var stretch in Stretches(source, destination, protocol)) Add(protocol, stretch);
        }
        var family = source.Address?.Family ?? destination.Address?.Family ?? IpFamily.IPv4;
        Add(family == IpFamily.IPv6 ? Protocol.IcmpV6 : Protocol.Icmp, new PortRange(0, 0));
        return Opening.Of(spans.OrderBy(span => span.Protocol).ThenBy(span => span.Ports));

        void Add(Protocol protocol, PortRange stretch)
        {
            var verdict = evaluator.Evaluate(new Flow(source, destination, protocol, stretch.First)).Verdict;
            if (verdict != Verdict.Deny) spans.Add(new PortSpan(protocol, stretch, verdict));
        }
    }

    // Cut wherever a rule that applies to either end begins or ends to match.
    IEnumerable<PortRange> Stretches(FlowEnd source, FlowEnd destination, Protocol protocol)
    {
        var rules = RulesOf(source, Direction.Egress).Concat(RulesOf(destination, Direction.Ingress)).ToList();
        var written =
            from rule in rules
            from port in rule.AllPorts
            where port.Protocol == protocol
            from range in evaluator.Matcher.Ports.RangesOf(port, destination)
            select range;
        var behindServices =
            from rule in rules
            from service in rule.Conditions.OfType<Condition.BackendPort>()
            from port in evaluator.Matcher.Peers.Backends.PortsOf(service.Namespace, service.Service)
            where port.Protocol == protocol
            select new PortRange(port.Port, port.Port);
        return PortRanges.Cut(written.Concat(behindServices).Concat(_hostPorts));
    }

    IEnumerable<Rule> RulesOf(FlowEnd subject, Direction direction) =>
        subject.Endpoint is not { IsOnPodNetwork: true } pod
            ? []
            : from tier in evaluator.Applying(pod, direction)
              from policy in tier.Policies
              from rule in policy.Rules(direction)
              select rule;
}

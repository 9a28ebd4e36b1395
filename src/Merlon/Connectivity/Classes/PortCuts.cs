using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>Cuts the ports of all protocols where rules tell them apart.</summary>
sealed class PortCuts(RuleMatcher matcher, ImmutableArray<FlowEnd> ends)
{
    static readonly Protocol[] Protocols = [Protocol.Icmp, Protocol.Tcp, Protocol.Udp, Protocol.IcmpV6, Protocol.Sctp];

    static readonly PortRange NoPort = new(0, 0);
    static readonly PortRange AllPorts = new(1, ushort.MaxValue);

    readonly Dictionary<(Protocol, string), ImmutableArray<PortRange>> _named = [];

    /// <summary>The stretches that a subject's rules do not tell apart, ordered by protocol and port.</summary>
    public List<PortStretch> Stretches(FlowEnd subject, Direction direction, List<ClassRule> rules)
    {
        var stretches = new List<PortStretch>();
        var ranges = new List<PortRange>();
        foreach (var protocol in Protocols)
        {
            if (!IsOf(protocol, subject.Address?.Family)) continue;
            ranges.Clear();
            foreach (var rule in rules)
            {
                foreach (var port in rule.Ports)
                {
                    if (port.Protocol == protocol) ranges.AddRange(RangesOf(port, subject, direction));
                }
                foreach (var service in rule.BackendPorts) ranges.AddRange(RangesOf(service, protocol));
            }
            if (!protocol.HasPorts) stretches.Add(new PortStretch(protocol, NoPort));
            else if (ranges.Count == 0) stretches.Add(new PortStretch(protocol, AllPorts));
            else stretches.AddRange(PortRanges.Cut(ranges).Select(range => new PortStretch(protocol, range)));
        }
        return stretches;
    }

    /// <summary>Whether one of the names stands for a port of the stretch at any end.</summary>
    public bool IsNamed(ImmutableArray<PortMatch.Named> ports, PortStretch stretch)
    {
        foreach (var port in ports)
        {
            if (port.Protocol == stretch.Protocol
                && NumbersAnywhere(port).Any(range => stretch.Ports.Contains(range.First)))
            {
                return true;
            }
        }
        return false;
    }

    static bool IsOf(Protocol protocol, IpFamily? family) => family is null || !protocol.IsIcmp
        || (protocol == Protocol.IcmpV6) == (family == IpFamily.IPv6);

    // A name means the subject's own port where it receives, and a port of anyone's where it sends.
    IEnumerable<PortRange> RangesOf(PortMatch port, FlowEnd subject, Direction direction) =>
        port is PortMatch.Named named && direction == Direction.Egress
            ? NumbersAnywhere(named)
            : matcher.Ports.RangesOf(port, subject);

    IEnumerable<PortRange> RangesOf(Condition.BackendPort service, Protocol protocol) =>
        from port in matcher.Peers.Backends.PortsOf(service.Namespace, service.Service)
        where port.Protocol == protocol
        select new PortRange(port.Port, port.Port);

    ImmutableArray<PortRange> NumbersAnywhere(PortMatch.Named port)
    {
        if (!_named.TryGetValue((port.Protocol, port.Name), out var ranges))
        {
            ranges = [.. ends.SelectMany(end => matcher.Ports.RangesOf(port, end)).Distinct()];
            _named.Add((port.Protocol, port.Name), ranges);
        }
        return ranges;
    }
}

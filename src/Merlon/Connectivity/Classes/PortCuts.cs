using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>Cuts the ports of all protocols where rules tell them apart.</summary>
sealed class PortCuts(PortMatcher matcher, ImmutableArray<FlowEnd> ends)
{
    static readonly Protocol[] Protocols = [Protocol.Icmp, Protocol.Tcp, Protocol.Udp, Protocol.IcmpV6, Protocol.Sctp];

    static readonly PortRange NoPort = new(0, 0);

    readonly Dictionary<(Protocol, string), ImmutableArray<PortRange>> _named = [];

    /// <summary>The stretches that a subject's rules do not tell apart, ordered by protocol and port.</summary>
    public IEnumerable<PortStretch> Stretches(FlowEnd subject, Direction direction, IEnumerable<Rule> rules)
    {
        var ports = rules.SelectMany(rule => rule.AllPorts).ToLookup(port => port.Protocol);
        foreach (var protocol in Protocols.Where(protocol => IsOf(protocol, subject.Address?.Family)))
        {
            if (!protocol.HasPorts)
            {
                yield return new PortStretch(protocol, NoPort);
                continue;
            }
            foreach (var range in PortRanges.Cut(ports[protocol].SelectMany(port => RangesOf(port, subject, direction))))
            {
                yield return new PortStretch(protocol, range);
            }
        }
    }

    /// <summary>Whether one of the names stands for a port of the stretch at any end.</summary>
    public bool IsNamed(IEnumerable<PortMatch> ports, PortStretch stretch) => ports
        .OfType<PortMatch.Named>()
        .Any(port => port.Protocol == stretch.Protocol
            && NumbersAnywhere(port).Any(range => stretch.Ports.Contains(range.First)));

    static bool IsOf(Protocol protocol, IpFamily? family) => family is null || !protocol.IsIcmp
        || (protocol == Protocol.IcmpV6) == (family == IpFamily.IPv6);

    // A name means the subject's own port where it receives, and a port of anyone's where it sends.
    IEnumerable<PortRange> RangesOf(PortMatch port, FlowEnd subject, Direction direction) =>
        port is PortMatch.Named named && direction == Direction.Egress
            ? NumbersAnywhere(named)
            : matcher.RangesOf(port, subject);

    ImmutableArray<PortRange> NumbersAnywhere(PortMatch.Named port)
    {
        if (!_named.TryGetValue((port.Protocol, port.Name), out var ranges))
        {
            ranges = [.. ends.SelectMany(end => matcher.RangesOf(port, end)).Distinct()];
            _named.Add((port.Protocol, port.Name), ranges);
        }
        return ranges;
    }
}

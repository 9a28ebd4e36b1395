using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>Whether a port is one of those that a rule names.</summary>
sealed class PortMatcher(EvaluationOptions options, ImmutableArray<HostEndpoint> hosts)
{
    readonly ILookup<IpAddress, ContainerPort> _hostPorts = hosts
        .SelectMany(host => host.Addresses, (host, address) => (address, host.Ports))
        .SelectMany(pair => pair.Ports, (pair, port) => (pair.address, port))
        .ToLookup(pair => pair.address, pair => pair.port);

    /// <summary>Whether the destination port is any of these.</summary>
    public MatchOutcome MatchAny(ImmutableArray<PortMatch> ports, in Flow flow)
    {
        foreach (var port in ports)
        {
            if (Match(port, flow) == PortFit.Matched) return MatchOutcome.Yes;
        }
        return MatchOutcome.No;
    }

    /// <summary>Whether the source port is any of these; unknown where the flow leaves it open and it matters.</summary>
    public MatchOutcome MatchAnySource(ImmutableArray<PortMatch> ports, in Flow flow)
    {
        if (!flow.Protocol.HasPorts) return MatchOutcome.No;
        if (flow.SourcePort is { } known)
        {
            foreach (var port in ports)
            {
                if (Match(port, flow.Protocol, known, flow.Source) == PortFit.Matched) return MatchOutcome.Yes;
            }
            return MatchOutcome.No;
        }
        var (protocol, source) = (flow.Protocol, flow.Source);
        var ranges = PortRanges.Union(
            ports.Where(port => port.Protocol == protocol).SelectMany(port => RangesOf(port, source)));
        if (ranges is [var only] && only == PortRange.All) return MatchOutcome.Yes;
        return ranges.IsEmpty ? MatchOutcome.No : MatchOutcome.Unknown;
    }

    /// <summary>How the flow's destination port meets the entry.</summary>
    public PortFit Match(PortMatch port, in Flow flow) => flow.Protocol.HasPorts
        ? Match(port, flow.Protocol, flow.Port, flow.Destination)
        : PortFit.NoPorts;

    /// <summary>The numbers that the pod gives the name.</summary>
    public IEnumerable<ushort> NumbersOf(PortMatch.Named port, Endpoint pod) => pod.Ports
        .Where(declared => declared.Container <= options.NamedPortContainers && declared.Name == port.Name
            && declared.Protocol == port.Protocol)
        .Select(declared => declared.Number);

    /// <summary>The numbers that a host endpoint gives the name.</summary>
    public static IEnumerable<ushort> NumbersOf(PortMatch.Named port, HostEndpoint host) => host.Ports
        .Where(declared => declared.Name == port.Name && declared.Protocol == port.Protocol)
        .Select(declared => declared.Number);

    /// <summary>The numbers that host endpoints give the name at an address.</summary>
    public IEnumerable<ushort> NumbersOf(PortMatch.Named port, IpAddress? address) => address is { } known
        ? _hostPorts[known].Where(declared => declared.Name == port.Name && declared.Protocol == port.Protocol)
            .Select(declared => declared.Number)
        : [];

    /// <summary>The ports that an entry means at an end.</summary>
    public IEnumerable<PortRange> RangesOf(PortMatch port, FlowEnd end) => port switch
    {
        PortMatch.Numbered numbered => [numbered.Ports],
        PortMatch.Named named => (end.Endpoint is { IsOnPodNetwork: true } pod ? NumbersOf(named, pod) : NumbersOf(named, end.Address))
            .Select(number => new PortRange(number, number)),
        _ => throw new InvalidOperationException($"A {port.GetType().Name} has no ports."),
    };

    PortFit Match(PortMatch port, Protocol protocol, ushort number, FlowEnd end)
    {
        if (port.Protocol != protocol) return PortFit.OtherProtocol;
        return port switch
        {
            PortMatch.Numbered numbered => numbered.Ports.Contains(number) ? PortFit.Matched : PortFit.OtherPort,
            PortMatch.Named named => Match(named, number, end),
            _ => throw new InvalidOperationException($"A {port.GetType().Name} is no port that can be matched."),
        };
    }

    PortFit Match(PortMatch.Named port, ushort number, FlowEnd end)
    {
        if (end.Endpoint is not { IsOnPodNetwork: true } pod)
        {
            return NumbersOf(port, end.Address).Contains(number) ? PortFit.Matched : PortFit.NameWithoutPod;
        }
        var known = false;
        foreach (var declared in pod.Ports)
        {
            if (declared.Container > options.NamedPortContainers || declared.Protocol != port.Protocol) continue;
            if (!string.Equals(declared.Name, port.Name, StringComparison.Ordinal)) continue;
            if (declared.Number == number) return PortFit.Matched;
            known = true;
        }
        return known ? PortFit.NameIsOtherPort : PortFit.NameUnknown;
    }
}

using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>Where rules tell ports apart.</summary>
sealed class PortCuts(RuleMatcher matcher, ImmutableArray<FlowEnd> ends)
{
    readonly Dictionary<(Protocol, string), ImmutableArray<PortRange>> _named = [];

    /// <summary>The ranges at whose edges any of their rules begins or ceases to match, whoever the ends are.</summary>
    public HashSet<PortStretch> Of(IEnumerable<Policy> policies)
    {
        var cuts = new HashSet<PortStretch>();
        foreach (var policy in policies)
        {
            foreach (var rule in policy.Ingress) Add(rule, cuts);
            foreach (var rule in policy.Egress) Add(rule, cuts);
        }
        return cuts;
    }

    /// <summary>The stretches that the rule does not tell apart, ordered by protocol and port.</summary>
    public IEnumerable<PortStretch> Stretches(Rule rule, IpFamily? family)
    {
        var cuts = new HashSet<PortStretch>();
        Add(rule, cuts);
        return
            from protocol in PortAtoms.Protocols
            where PortAtoms.IsOf(protocol, family)
            from range in protocol.HasPorts
                ? PortRanges.Cut(cuts.Where(cut => cut.Protocol == protocol).Select(cut => cut.Ports))
                : [new PortRange(0, 0)]
            select new PortStretch(protocol, range);
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

    void Add(Rule rule, HashSet<PortStretch> cuts)
    {
        foreach (var port in rule.AllPorts)
        {
            if (port is PortMatch.Numbered numbered) cuts.Add(new PortStretch(port.Protocol, numbered.Ports));
            else if (port is PortMatch.Named named) cuts.UnionWith(NumbersAnywhere(named).Select(range => new PortStretch(port.Protocol, range)));
        }
        foreach (var condition in rule.Conditions)
        {
            if (condition is not Condition.BackendPort service) continue;
            cuts.UnionWith(matcher.Peers.Backends.PortsOf(service.Namespace, service.Service)
                .Select(port => new PortStretch(port.Protocol, new PortRange(port.Port, port.Port))));
        }
    }

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

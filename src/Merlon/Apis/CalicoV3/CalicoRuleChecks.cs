using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Apis.CalicoV3;

/// <summary>Checks what the parts of a rule say together.</summary>
static class CalicoRuleChecks
{
    public static void Check(ObjectValue rule, CalicoRuleSpec spec, Direction direction)
    {
        CheckProtocols(rule, spec);
        CheckHttp(rule, spec, direction);
        CheckDomains(rule, spec, direction);
        CheckPorts(rule, spec);
        CheckFamilies(rule, spec);
        if (spec.Destination is { Service: not null, Ports: var ports, NotPorts: var notPorts }
            && !(ports.IsEmpty && notPorts.IsEmpty))
        {
            rule.Report(DiagnosticCodes.ApiReject, "a Service brings its own ports: `ports` cannot stand beside it.");
        }
    }

    static void CheckProtocols(ObjectValue rule, CalicoRuleSpec spec)
    {
        if (rule["icmp"] is { IsNull: false } && spec.Protocol?.Value.IsIcmp != true)
        {
            rule.Report(DiagnosticCodes.ApiReject, "`icmp` needs the protocol ICMP or ICMPv6.");
        }
        if (rule["notICMP"] is { IsNull: false } && spec.Protocol?.Value.IsIcmp != true)
        {
            rule.Report(DiagnosticCodes.CalicoReject, "`notICMP` needs the protocol ICMP or ICMPv6.", "notICMP");
        }
        foreach (var protocol in new[] { spec.Protocol, spec.NotProtocol }.OfType<CalicoProtocol>())
        {
            if (VersionOf(protocol) is { } bound && spec.IpVersion is { } version && version != bound)
            {
                rule.Report(DiagnosticCodes.ApiReject, $"{protocol.Value} is of {bound}, and the rule of {version}.");
            }
        }
    }

    static void CheckHttp(ObjectValue rule, CalicoRuleSpec spec, Direction direction)
    {
        if (spec.Http is null) return;
        if (spec.Protocol is { } protocol && protocol.Value != Protocol.Tcp)
        {
            rule.Report(DiagnosticCodes.ApiReject, $"`http` needs the protocol TCP, not {protocol.Value}.");
        }
        if (spec.Action != RuleAction.Allow)
        {
            rule.Report(DiagnosticCodes.ApiReject, $"`http` stands only in Allow rules, and this one says {spec.Action}.");
        }
        if (direction == Direction.Egress)
        {
            rule.Report(DiagnosticCodes.CalicoReject, "`http` stands only in ingress rules.", "http");
        }
    }

    static void CheckDomains(ObjectValue rule, CalicoRuleSpec spec, Direction direction)
    {
        if (!spec.Source.Domains.IsEmpty || (!spec.Destination.Domains.IsEmpty && direction == Direction.Ingress))
        {
            rule.Report(DiagnosticCodes.CalicoReject, "`domains` stands only at the destination of egress rules.");
        }
        else if (!spec.Destination.Domains.IsEmpty && spec.Action != RuleAction.Allow)
        {
            rule.Report(DiagnosticCodes.CalicoReject, "`domains` stands only in Allow rules.");
        }
    }

    static void CheckPorts(ObjectValue rule, CalicoRuleSpec spec)
    {
        foreach (var end in new[] { spec.Source, spec.Destination })
        {
            CheckPorts(rule, spec, end.Ports);
            CheckPorts(rule, spec, end.NotPorts);
        }
    }

    static void CheckPorts(ObjectValue rule, CalicoRuleSpec spec, ImmutableArray<CalicoPortSpec> ports)
    {
        if (ports.IsEmpty || spec.Protocol is { Value.HasPorts: true }) return;
        if (spec.Protocol is null && rule["protocol"] is { IsNull: false }) return;
        if (spec.Protocol is null && ports.All(port => port.Name is not null)) return;
        rule.Context.Report(
            DiagnosticCodes.CalicoReject,
            spec.Protocol is { } protocol
                ? $"{protocol.Value} has no ports: ports need the protocol TCP, UDP or SCTP."
                : "ports need the protocol TCP, UDP or SCTP.",
            ports[0].Place.Location,
            ports[0].Place.Path);
    }

    static void CheckFamilies(ObjectValue rule, CalicoRuleSpec spec)
    {
        var wanted = spec.IpVersion ?? VersionOf(spec.Protocol);
        var nets = new[] { spec.Source, spec.Destination }.SelectMany(end => end.Nets.Concat(end.NotNets));
        foreach (var net in nets)
        {
            wanted ??= net.Value.Family;
            if (net.Value.Family == wanted) continue;
            rule.Context.Report(
                DiagnosticCodes.CalicoFamily,
                $"`{net.Text}` is {net.Value.Family}, and the rule speaks of {wanted}: write a rule for each.",
                net.Place.Location,
                net.Place.Path);
        }
    }

    static IpFamily? VersionOf(CalicoProtocol? protocol) => protocol?.Value switch
    {
        { } value when value == Protocol.Icmp => IpFamily.IPv4,
        { } value when value == Protocol.IcmpV6 => IpFamily.IPv6,
        _ => null,
    };
}

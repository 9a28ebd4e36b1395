using System.Collections.Immutable;
using Merlon.Connectivity;
using Merlon.Diagnostics;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Questions;

namespace Merlon.Assertions;

/// <summary>Holds assertions against a cluster. Keeps what names mean, so one run should take all assertions of a cluster.</summary>
public sealed class AssertionRun
{
    const string Outside = "outside";
    const string Anyone = "anyone";

    readonly TargetResolver _targets;
    readonly Cluster _cluster;
    readonly ConnectivityMap _map;
    readonly ImmutableArray<Cidr> _borders;

    /// <param name="snapshot">The cluster.</param>
    /// <param name="evaluator">How flows of it fare.</param>
    public AssertionRun(Snapshot snapshot, Evaluator evaluator)
        : this(new TargetResolver(snapshot), new ConnectivityMap(evaluator))
    {
    }

    AssertionRun(TargetResolver targets, ConnectivityMap map)
    {
        (_targets, _map, _cluster) = (targets, map, map.Evaluator.Cluster);
        _borders = AddressAtoms.Borders(_cluster, map.Evaluator.Policies, map.Evaluator.Firewalls);
    }

    /// <summary>A run for the same cluster under other policies, which knows what this one knows of the rest.</summary>
    public AssertionRun With(PolicySet policies) => new(_targets, _map.With(_map.Evaluator.With(policies)));

    /// <summary>The names that mean nothing, each with its place.</summary>
    public IEnumerable<(SourceLocation Location, string Message)> Faults(IEnumerable<Assertion> assertions)
    {
        foreach (var end in assertions.SelectMany(assertion => assertion.From.Concat(assertion.To)).Distinct())
        {
            if (end.Name is not { } name || name is Outside or Anyone) continue;
            if (_targets.Resolve(name, out var error) is null) yield return (end.Location, error!);
        }
    }

    public AssertionResult Check(Assertion assertion)
    {
        var (pairs, wrong) = (0L, 0L);
        Flow? witness = null;
        foreach (var (from, to) in PairsOf(assertion))
        {
            pairs++;
            var opening = _map.Between(from, to);
            if (Contradiction(assertion, opening) is not var (protocol, port)) continue;
            wrong++;
            witness ??= FlowOf(from, to, protocol, port);
        }
        return new AssertionResult(
            assertion, pairs, wrong, witness, witness is { } flow ? _map.Evaluator.Evaluate(flow) : default);
    }

    /// <summary>The rules that decide a flow which an assertion speaks of.</summary>
    public IReadOnlySet<Rule> Exercised(IEnumerable<Assertion> assertions)
    {
        var rules = new HashSet<Rule>();
        var everyPort = PortRanges.Cut(
            from policy in _map.Evaluator.Policies.Policies
            from rule in policy.AllRules
            from port in rule.AllPorts.OfType<PortMatch.Numbered>()
            select port.Ports).Select(range => range.First).ToList();
        var every = new[] { Protocol.Tcp, Protocol.Udp, Protocol.Sctp }
            .SelectMany(protocol => everyPort.Select(port => (protocol, port)))
            .Append((Protocol.Icmp, (ushort)0))
            .ToList();
        foreach (var assertion in assertions)
        {
            var ports = assertion.Ports.IsEmpty
                ? every
                : [.. assertion.Ports.Select(port => (port.Protocol ?? Protocol.Tcp, port.Number ?? 0))];
            var asked = new HashSet<(int, int)>();
            foreach (var (from, to) in PairsOf(assertion))
            {
                if (_map.ClassesOf(from, to) is { } classes && !asked.Add(classes)) continue;
                foreach (var (protocol, port) in ports)
                {
                    var result = _map.Evaluator.Evaluate(FlowOf(from, to, protocol, port));
                    if (result.Egress.Rule is { } sent) rules.Add(sent);
                    if (result.Ingress.Rule is { } received) rules.Add(received);
                }
            }
        }
        return rules;
    }

    /// <summary>The pairs of ends that the assertion speaks of.</summary>
    public IEnumerable<(FlowEnd From, FlowEnd To)> PairsOf(Assertion assertion)
    {
        var senders = assertion.From.SelectMany(EndsOf).Distinct().ToList();
        var receivers = assertion.To.SelectMany(EndsOf).Distinct().ToList();
        if (assertion.Kind == AssertionKind.Only)
        {
            // Where nobody is excepted, or nobody is protected, the assertion is about nothing.
            if (senders.Count == 0) return [];
            var excepted = senders.ToHashSet();
            senders = [.. Everyone().Where(end => !excepted.Contains(end))];
        }
        return
            from source in senders
            from destination in receivers
            where MayMeet(source, destination)
            select (source, destination);
    }

    // What is exempt from policies is not what an assertion is about.
    bool MayMeet(FlowEnd source, FlowEnd destination) =>
        (((source.IsPod || destination.IsPod) && !ConnectivityMap.AreRelated(source, destination)) || MeetHost(source, destination))
        && (source.Address is null || destination.Address is null
            || source.Address.Value.Family == destination.Address.Value.Family);

    // Where hosts have rules of their own, what ends or starts at a host meets them; not what it sends to pods.
    bool MeetHost(FlowEnd source, FlowEnd destination) =>
        (!_map.Evaluator.Firewalls.IsEmpty || !_cluster.HostEndpoints.IsEmpty)
        && source.Endpoint != destination.Endpoint
        && (IsHost(destination) || (IsHost(source) && !destination.IsPod));

    static bool IsHost(FlowEnd end) => end.Endpoint?.Kind == EndpointKind.Node;

    // A port at which it is otherwise than the assertion says.
    static (Protocol Protocol, ushort Port)? Contradiction(Assertion assertion, Opening opening)
    {
        var isAllow = assertion.Kind == AssertionKind.Allow;
        if (assertion.Ports.IsEmpty)
        {
            if (isAllow) return opening.IsEverything ? null : FirstClosed(opening);
            return opening.IsNone ? null : FirstOf(opening);
        }
        foreach (var port in assertion.Ports)
        {
            var protocol = port.Protocol ?? Protocol.Tcp;
            var at = opening.Only(protocol, port.Number);
            if (isAllow ? at.Open.IsEmpty : !at.IsNone) return (protocol, port.Number ?? 0);
        }
        return null;
    }

    static (Protocol, ushort) FirstOf(Opening opening)
    {
        var connection = opening.Open.Concat(opening.Unknown).First();
        return (connection.Protocol, connection.Ports.IsEmpty ? (ushort)0 : connection.Ports[0].First);
    }

    static (Protocol, ushort) FirstClosed(Opening opening)
    {
        foreach (var protocol in new[] { Protocol.Tcp, Protocol.Udp, Protocol.Sctp })
        {
            var open = opening.Open.FirstOrDefault(connection => connection.Protocol == protocol);
            if (open is null || open.Ports[0].First > 1) return (protocol, 1);
            if (open.Ports[0].Last < ushort.MaxValue) return (protocol, (ushort)(open.Ports[0].Last + 1));
        }
        return (Protocol.Icmp, 0);
    }

    static Flow FlowOf(FlowEnd from, FlowEnd to, Protocol protocol, ushort port)
    {
        var family = from.Address?.Family ?? to.Address?.Family;
        return new Flow(from, to, protocol.IsIcmp && family == IpFamily.IPv6 ? Protocol.IcmpV6 : protocol, port);
    }

    IEnumerable<FlowEnd> Everyone() => _cluster.Endpoints.SelectMany(FlowEnd.AllOf).Concat(Strangers());

    IEnumerable<FlowEnd> Strangers() => _map.Outside.Samples.Select(FlowEnd.Outside);

    IEnumerable<FlowEnd> EndsOf(EndText end) => end.Name switch
    {
        Outside => Strangers(),
        Anyone => Everyone(),
        { } name => _targets.Resolve(name, out _) switch
        {
            Target.Known known => known.Endpoints.SelectMany(FlowEnd.AllOf),
            Target.Behind behind => behind.Service.Ports.SelectMany(port => port.Backends).Select(backend => backend.End),
            Target.At at => [_cluster.Addresses.EndAt(at.Address)],
            Target.Within within => AddressAtoms.Split(within.Block, _borders).Select(atom => _cluster.Addresses.EndAt(atom.Sample)),
            _ => [],
        },
        null => _cluster.Endpoints.Where(endpoint => IsSelected(end, endpoint)).SelectMany(FlowEnd.AllOf),
    };

    static bool IsSelected(EndText selector, Endpoint endpoint) =>
        endpoint is { IsOnPodNetwork: true, Namespace: { } home }
        && (selector.Namespace is null || selector.Namespace == home.Name)
        && Has(endpoint.Labels, selector.Labels) && Has(home.Labels, selector.NamespaceLabels);

    static bool Has(LabelSet labels, LabelSet wanted) =>
        wanted.All(label => labels.TryGet(label.Key, out var value) && value == label.Value);
}

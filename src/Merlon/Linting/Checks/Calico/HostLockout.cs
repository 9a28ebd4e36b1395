using System.Collections.Immutable;
using Merlon.Connectivity;
using Merlon.Diagnostics;
using Merlon.Evaluation;
using Merlon.Evaluation.Hosts;
using Merlon.Model;

namespace Merlon.Linting.Checks.Calico;

/// <summary>A host endpoint that closes a port without which nobody manages the host, and no failsafe keeps it open.</summary>
sealed class HostLockout : ILintCheck
{
    static readonly FailsafePort Ssh = new(Protocol.Tcp, 22);

    static readonly ImmutableArray<(FailsafePort Port, string Use)> NeededOut =
        [(new(Protocol.Udp, 53), "DNS"), (new(Protocol.Tcp, 6443), "the API server")];

    public ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.CalicoLockout,
            "A host endpoint closes SSH to everybody, or DNS or the API server to its host, and the failsafe ports that keep "
                + "them open have been emptied. Who applies it may not get in again to mend it. Leave the port among the "
                + "failsafe ports, or allow it in a policy of the endpoint.")
        {
            Example = Hosts("failsafeInboundHostPorts: []"),
            Better = Hosts("failsafeInboundHostPorts: [{protocol: tcp, port: 22}]"),
        },
    ];

    public IEnumerable<LintFinding> Check(LintContext context)
    {
        if (context.Evaluator.HostEndpoints is not { } judge) yield break;
        var strangers = Strangers(context).ToList();
        foreach (var endpoint in context.Cluster.HostEndpoints)
        {
            var closed = Closed(endpoint, judge, strangers).ToList();
            if (closed.Count == 0) continue;
            yield return new LintFinding(
                DiagnosticCodes.CalicoLockout,
                $"{endpoint} closes {string.Join(" and ", closed)}, and no failsafe port of {endpoint.NodeName} keeps that open: "
                    + "whoever applies it may not get in again.",
                new Place(endpoint.Location, FieldPath.Root));
        }
    }

    static IEnumerable<string> Closed(HostEndpoint endpoint, HostJudge judge, List<FlowEnd> strangers)
    {
        if (IsClosed(Ssh, isInward: true)) yield return $"SSH ({Ssh}) to everybody";
        foreach (var (port, use) in NeededOut)
        {
            if (IsClosed(port, isInward: false)) yield return $"{use} ({port}) to its host";
        }

        bool IsClosed(FailsafePort port, bool isInward) => strangers.All(stranger => judge.Judge(Hop(endpoint, stranger, port, isInward))
            .Any(result => result.Verdict == Verdict.Deny));
    }

    static HostHop Hop(HostEndpoint endpoint, FlowEnd stranger, FailsafePort port, bool isInward)
    {
        var own = FlowEnd.Outside(endpoint.Addresses.FirstOrDefault(
            address => address.Family == stranger.Address!.Value.Family, stranger.Address!.Value));
        var flow = isInward ? new Flow(stranger, own, port.Protocol, port.Port) : new Flow(own, stranger, port.Protocol, port.Port);
        var @interface = endpoint.InterfaceName is { } name
            ? HostInterface.Called(name)
            : HostInterface.ToOthers(endpoint.Addresses[0]);
        return isInward
            ? new HostHop(endpoint.NodeName, flow, flow, @interface, null)
            : new HostHop(endpoint.NodeName, flow, flow, null, @interface);
    }

    // One of every range that no policy tells apart: a port that is open to some of them is nobody's lockout.
    static IEnumerable<FlowEnd> Strangers(LintContext context)
    {
        var borders = AddressAtoms.Borders(context.Cluster, context.PolicySet, Policies.Firewalls.HostFirewalls.None);
        return AddressAtoms.Split(Cidr.All(IpFamily.IPv4), borders).Select(atom => context.Cluster.Addresses.EndAt(atom.Sample));
    }

    static string Hosts(string failsafes) => $$"""
        apiVersion: projectcalico.org/v3
        kind: FelixConfiguration
        metadata:
          name: default
        spec:
          {{failsafes}}
        ---
        apiVersion: projectcalico.org/v3
        kind: HostEndpoint
        metadata:
          name: worker-1-eth0
        spec:
          node: worker-1
          interfaceName: eth0

        """;
}

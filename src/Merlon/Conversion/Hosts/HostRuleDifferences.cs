using System.Collections.Immutable;
using System.Text;
using Merlon.Connectivity;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Policies.Firewalls;

namespace Merlon.Conversion.Hosts;

/// <summary>
/// Where the rules of a host and the policy that stands for them differ: one packet is asked of each source, protocol
/// and stretch of ports that neither tells apart, of both, by the one evaluator.
/// </summary>
static class HostRuleDifferences
{
    // An endpoint with the labels of the HostEndpoint stands for it: what is judged is the policy itself.
    const string Cluster = """
        apiVersion: v1
        kind: Node
        metadata: {name: host}
        status: {addresses: [{type: InternalIP, address: 198.18.0.1}, {type: InternalIP, address: "2001:2::1"}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: host, namespace: default, labels: {host: HOST-LABEL}}
        spec: {nodeName: elsewhere, containers: [{name: c, image: i}]}
        status: {phase: Running, podIPs: [{ip: 198.18.0.2}, {ip: "2001:2::2"}]}
        ---

        """;

    static readonly (Protocol Protocol, ushort Port)[] Failsafe =
    [
        (Protocol.Tcp, 22), (Protocol.Udp, 68), (Protocol.Tcp, 179), (Protocol.Tcp, 2379), (Protocol.Tcp, 2380),
        (Protocol.Tcp, 5473), (Protocol.Tcp, 6443), (Protocol.Tcp, 6666), (Protocol.Tcp, 6667),
    ];

    public static ImmutableArray<string> Find(HostFirewall firewall, string yaml, string label)
    {
        var manifests = ManifestReader.Read(
        [
            new SourceText("host", Encoding.UTF8.GetBytes(
                Cluster.Replace("HOST-LABEL", label, StringComparison.Ordinal) + yaml)),
        ]);
        var snapshot = Snapshot.From(manifests);
        var evaluator = new Evaluator(
            snapshot.Cluster, snapshot.Policies, null, new HostFirewalls([KeyValuePair.Create("host", firewall)]));
        return new Search(evaluator).Run();
    }

    sealed class Search(Evaluator evaluator)
    {
        readonly List<string> _found = [];

        public ImmutableArray<string> Run()
        {
            var borders = FirewallBorders.Blocks(evaluator.Firewalls).Order().ToImmutableArray();
            foreach (var family in new[] { IpFamily.IPv4, IpFamily.IPv6 })
            {
                foreach (var atom in AddressAtoms.Split(Cidr.All(family), borders)) Compare(family, atom);
            }
            TellLocalPods();
            return [.. _found.Distinct()];
        }

        void Compare(IpFamily family, AddressAtom atom)
        {
            var icmp = family == IpFamily.IPv4 ? Protocol.Icmp : Protocol.IcmpV6;
            foreach (var protocol in new[] { Protocol.Tcp, Protocol.Udp, Protocol.Sctp, icmp }) Compare(atom, protocol);
            var closed = Failsafe
                .Where(port => Ask(atom, port.Protocol, port.Port, toHost: true) == Verdict.Deny)
                .Select(port => $"{port.Port}/{port.Protocol}")
                .ToList();
            if (closed.Count > 0)
            {
                _found.Add(
                    $"{family} from {atom}, {string.Join(", ", closed)}: the rules drop it, and Calico keeps its failsafe "
                        + "ports open");
            }
        }

        void Compare(AddressAtom atom, Protocol protocol)
        {
            var differing =
                from stretch in Stretches(protocol)
                let host = Ask(atom, protocol, stretch.First, toHost: true)
                let policy = Ask(atom, protocol, stretch.First, toHost: false)
                where host != policy
                group stretch by (Host: host, Policy: policy);
            foreach (var group in differing)
            {
                var ports = protocol.HasPorts ? $" {string.Join(", ", PortRanges.Union(group))}" : "";
                _found.Add(
                    $"{atom.Sample.Family} from {atom}, {protocol}{ports}: the rules {Words(group.Key.Host)}, "
                        + $"the policy {Words(group.Key.Policy, "s")}");
            }
        }

        // Policies of HostEndpoints never see what local pods send to their host.
        void TellLocalPods()
        {
            var borders = FirewallBorders.Blocks(evaluator.Firewalls).Order().ToImmutableArray();
            var pod = AddressAtoms.Split(Cidr.Parse("10.0.0.0/8"), borders).First();
            var closed = PortRanges.Union(Stretches(Protocol.Tcp)
                .Where(stretch => Ask(pod, Protocol.Tcp, stretch.First, toHost: true) == Verdict.Deny));
            if (closed.Length == 0) return;
            _found.Add(
                $"pods of the host itself, TCP {string.Join(", ", closed)}: the rules drop it, and the policy never sees it; "
                    + "DefaultEndpointToHostAction decides, or a policy on the pods");
        }

        IEnumerable<PortRange> Stretches(Protocol protocol)
        {
            if (!protocol.HasPorts) return [new PortRange(0, 0)];
            var starts = new SortedSet<int> { 1 };
            foreach (var range in FirewallBorders.Ports(evaluator.Firewalls))
            {
                if (range.First > 1) starts.Add(range.First);
                if (range.Last < ushort.MaxValue) starts.Add(range.Last + 1);
            }
            return starts.Zip(
                starts.Skip(1).Append(ushort.MaxValue + 1),
                (first, next) => new PortRange((ushort)first, (ushort)(next - 1)));
        }

        Verdict Ask(AddressAtom atom, Protocol protocol, ushort port, bool toHost)
        {
            var address = IpAddress.Parse((atom.Sample.Family, toHost) switch
            {
                (IpFamily.IPv4, true) => "198.18.0.1",
                (IpFamily.IPv4, false) => "198.18.0.2",
                (_, true) => "2001:2::1",
                _ => "2001:2::2",
            });
            var destination = evaluator.Cluster.Addresses.EndAt(address);
            var flow = new Flow(FlowEnd.Outside(atom.Sample), destination, protocol, port);
            if (!toHost) return evaluator.Evaluate(flow, Direction.Ingress).Verdict;
            return evaluator.Evaluate(flow).DestinationHost?.Verdict ?? Verdict.Allow;
        }

        static string Words(Verdict verdict, string ending = "") => verdict switch
        {
            Verdict.Allow => $"allow{ending} it",
            Verdict.Deny => $"drop{ending} it",
            _ => $"leave{ending} it open",
        };
    }
}

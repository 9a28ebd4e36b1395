using System.Collections.Immutable;
using Merlon.Conformance.Tests.Packets;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Tests.BruteForce;
using PortMatch = Merlon.Policies.PortMatch;

namespace Merlon.Conformance.Tests.Worlds;

/// <summary>
/// Chooses the packets to send through one node: pairs of all addresses of the world with a pod of the node at one end
/// at least, packets at and beside the edges of what rules say, and some that concern no pod of the node.
/// </summary>
sealed class PacketDraw
{
    const int MaxPairs = 200_000;
    const int MaxCandidates = 30;

    static readonly IpFamily[] Families = [IpFamily.IPv4, IpFamily.IPv6];

    static readonly Protocol[] Transports = [Protocol.Tcp, Protocol.Tcp, Protocol.Udp, Protocol.Sctp];

    static readonly IpAddress[] Outside = [.. Alphabet.ExternalAddresses.Select(text => IpAddress.Parse(text))];

    readonly Evaluator _evaluator;
    readonly Endpoint _node;
    readonly NodeExpectation _expectation;
    readonly Random _random;
    readonly List<Endpoint> _localPods;
    readonly List<Endpoint> _pods;
    readonly Dictionary<IpFamily, IpAddress[]> _local;
    readonly Dictionary<IpFamily, IpAddress[]> _all;
    readonly List<(Protocol Protocol, ushort Port)> _ports;

    public PacketDraw(Evaluator evaluator, Endpoint node, NodeExpectation expectation, int seed)
    {
        (_evaluator, _node, _expectation, _random) = (evaluator, node, expectation, new Random(seed));
        _pods = [.. evaluator.Cluster.Endpoints.Where(endpoint => endpoint.IsOnPodNetwork && !endpoint.Addresses.IsEmpty)];
        _localPods = [.. _pods.Where(pod => pod.NodeName == node.Name)];
        _local = ByFamily(_localPods.SelectMany(pod => pod.Addresses));
        var blocks = Rules().SelectMany(rule => rule.Peers).OfType<Peer.Block>().SelectMany(block => block.Except.Prepend(block.Cidr));
        _all = ByFamily(
        [
            .. evaluator.Cluster.Endpoints.SelectMany(endpoint => endpoint.Addresses),
            .. Outside,
            .. node.PodRanges.SelectMany(UnknownIn),
            .. blocks.SelectMany(Edges),
        ]);
        _ports =
        [
            .. Rules().SelectMany(rule => rule.Ports).OfType<PortMatch.Numbered>()
                .SelectMany(port => Around(port.Protocol, port.Ports))
                .Concat(_pods.SelectMany(pod => pod.Ports).SelectMany(port => Around(port.Protocol, new PortRange(port.Number, port.Number))))
                .Append((Protocol.Tcp, (ushort)80))
                .Concat(HasHosts ? FailsafePorts() : [])
                .Distinct()
                .Order(),
        ];
    }

    /// <summary>Up to the given number of packets, all of which the node judges or lets pass.</summary>
    public IEnumerable<TestPacket> Draw(int count)
    {
        var packets = Pairs().Take(count / 2)
            .Concat(Endless(AtRule).Take(count * 2 / 5))
            .Concat(Endless(HasHosts ? ToHost : ToNode).Take(HasHosts ? count : count / 20))
            .Concat(Endless(Anything).Take(count / 20));
        return packets.Where(_expectation.IsJudged).Select(FromSomePort);
    }

    // Rules may speak of the source port: often one of the few that they know.
    TestPacket FromSomePort(TestPacket packet) => packet.Protocol.HasPorts
        ? packet with { SourcePort = _random.Chance(50) ? _random.Pick(_ports).Port : (ushort)_random.Between(1024, ushort.MaxValue) }
        : packet;

    // Both families are there, one of them perhaps without addresses of pods.
    static Dictionary<IpFamily, IpAddress[]> ByFamily(IEnumerable<IpAddress> addresses)
    {
        var sorted = addresses.Distinct().Order().ToLookup(address => address.Family);
        return Families.ToDictionary(family => family, family => sorted[family].ToArray());
    }

    IEnumerable<Rule> Rules() => _evaluator.Policies.AllPolicies.SelectMany(policy => policy.AllRules);

    static IEnumerable<TestPacket> Endless(Func<TestPacket?> draw)
    {
        while (true)
        {
            if (draw() is { } packet) yield return packet;
        }
    }

    // All pairs in random order, again and again with other traffic; of large worlds random ones.
    IEnumerable<TestPacket> Pairs()
    {
        var pairs = Families.Sum(family => 2L * _local[family].Length * _all[family].Length);
        if (pairs == 0) yield break;
        if (pairs > MaxPairs)
        {
            foreach (var packet in Endless(RandomPair)) yield return packet;
        }
        var all = (from family in Families
                   from local in _local[family]
                   from other in _all[family]
                   from pair in new[] { (local, other), (other, local) }
                   select pair).ToArray();
        while (true)
        {
            _random.Shuffle(all);
            foreach (var (source, destination) in all) yield return WithTraffic(source, destination);
        }
    }

    TestPacket? RandomPair()
    {
        var family = _random.Pick(Families);
        if (_local[family].Length == 0) return null;
        var (local, other) = (_random.Pick(_local[family]), _random.Pick(_all[family]));
        return _random.Chance(50) ? WithTraffic(local, other) : WithTraffic(other, local);
    }

    TestPacket? ToNode()
    {
        if (_localPods.Count == 0 || _node.Addresses.IsEmpty) return Anything();
        var destination = _random.Pick(_node.Addresses);
        return WithTraffic(_random.Pick(_random.Chance(80) && _local[destination.Family] is { Length: > 0 } local ? local : _all[destination.Family]), destination);
    }

    // Where the node has host endpoints, whatever comes to it is judged.
    TestPacket? ToHost()
    {
        if (_node.Addresses.IsEmpty) return Anything();
        var destination = _random.Pick(_node.Addresses);
        return WithTraffic(_random.Pick(_all[destination.Family]), destination);
    }

    bool HasHosts => !_evaluator.Cluster.HostEndpoints.IsEmpty;

    IEnumerable<(Protocol, ushort)> FailsafePorts() => _evaluator.Cluster.FailsafesOf(_node.Name) is var failsafes
        ? failsafes.Inbound.Concat(failsafes.Outbound).Select(port => (port.Protocol, port.Port))
        : [];

    TestPacket? Anything()
    {
        var family = _random.Pick(Families);
        return WithTraffic(_random.Pick(_all[family]), _random.Pick(_all[family]));
    }

    /// <summary>A packet that a rule of a pod of the node allows, or nearly.</summary>
    TestPacket? AtRule()
    {
        if (_localPods.Count == 0) return Anything();
        var pod = _random.Pick(_localPods);
        var direction = _random.Chance(50) ? Direction.Egress : Direction.Ingress;
        var rules = _evaluator.Applying(pod, direction).SelectMany(tier => tier.Policies).SelectMany(policy => policy.Rules(direction)).ToArray();
        var subject = _random.Pick(pod.Addresses);
        if (rules.Length == 0) return WithTraffic(subject, _random.Pick(_all[subject.Family]));
        var rule = _random.Pick(rules);
        var peer = AtPeer(rule, subject.Family);
        var (source, destination) = direction == Direction.Egress ? (subject, peer) : (peer, subject);
        return AtPort(rule, source, destination);
    }

    IpAddress AtPeer(Rule rule, IpFamily family)
    {
        if (rule.Peers.IsEmpty || _random.Chance(10)) return _random.Pick(_all[family]);
        switch (_random.Pick(rule.Peers))
        {
            case Peer.Block block when block.Cidr.Family == family:
                var part = _random.Pick([.. block.Except, block.Cidr]);
                return _random.Chance(50) ? Within(part) : _random.Pick([.. Edges(part)]);
            case Peer.Labelled labelled:
                var meant = _pods.Where(labelled.Formula.Matches).SelectMany(pod => pod.Addresses)
                    .Concat(_evaluator.Cluster.AddressGroups.Where(labelled.Formula.Matches).SelectMany(group => group.Blocks).SelectMany(Edges))
                    .Where(address => address.Family == family)
                    .ToArray();
                return meant.Length > 0 ? _random.Pick(meant) : _random.Pick(_all[family]);
            case Peer.Pods pods:
                var member = _random.GetItems(_pods.ToArray(), MaxCandidates)
                    .FirstOrDefault(pod => pods.Selector.Matches(pod) && pod.Addresses.Any(address => address.Family == family));
                return member?.Addresses.First(address => address.Family == family) ?? _random.Pick(_all[family]);
            default:
                return _random.Pick(_all[family]);
        }
    }

    TestPacket AtPort(Rule rule, IpAddress source, IpAddress destination)
    {
        if (rule.Ports.IsEmpty || _random.Chance(10)) return WithTraffic(source, destination);
        var wanted = _random.Pick(rule.Ports);
        var ranges = wanted switch
        {
            PortMatch.Numbered numbered => [numbered.Ports],
            PortMatch.Named named => DeclaredBy(destination)
                .Where(port => port.Name == named.Name)
                .Select(port => new PortRange(port.Number, port.Number))
                .ToArray(),
            _ => [],
        };
        if (ranges.Length == 0) return WithTraffic(source, destination);
        var (_, port) = _random.Pick([.. Around(wanted.Protocol, _random.Pick(ranges))]);
        return new TestPacket(source, destination, _random.Chance(90) ? wanted.Protocol : _random.Pick(Transports), port);
    }

    TestPacket WithTraffic(IpAddress source, IpAddress destination)
    {
        var (protocol, port) = _random.Next(10) switch
        {
            < 2 => (source.Family == IpFamily.IPv4 ? Protocol.Icmp : Protocol.IcmpV6, (ushort)0),
            < 4 => (_random.Pick(Transports), (ushort)_random.Between(1, ushort.MaxValue)),
            < 6 when DeclaredBy(destination) is { Length: > 0 } ports => Of(_random.Pick(ports)),
            _ => _random.Pick(_ports),
        };
        return new TestPacket(source, destination, protocol, port);

        static (Protocol, ushort) Of(ContainerPort port) => (port.Protocol, port.Number);
    }

    ImmutableArray<ContainerPort> DeclaredBy(IpAddress address) =>
        _evaluator.Cluster.Addresses.TryGet(address, out var owner) ? owner.Ports : [];

    static IEnumerable<(Protocol Protocol, ushort Port)> Around(Protocol protocol, PortRange range) =>
        new[] { range.First - 1, range.First, range.Last, range.Last + 1 }
            .Where(port => port is >= 1 and <= ushort.MaxValue)
            .Select(port => (protocol, (ushort)port))
            .Distinct();

    static IEnumerable<IpAddress> Edges(Cidr block)
    {
        yield return block.First;
        yield return block.Last;
        if (block.First.Value != 0) yield return IpAddress.Create(block.Family, block.First.Value - 1);
        if (block.Last != Cidr.All(block.Family).Last) yield return IpAddress.Create(block.Family, block.Last.Value + 1);
    }

    // Of IPv6 ranges only the low addresses are ever given to pods.
    IEnumerable<IpAddress> UnknownIn(Cidr range)
    {
        for (var i = 0; i < 6; i++) yield return IpAddress.Create(range.Family, range.First.Value + (UInt128)_random.Next(1 << 12));
        foreach (var edge in Edges(range)) yield return edge;
    }

    IpAddress Within(Cidr block)
    {
        var span = block.Last.Value - block.First.Value;
        var offset = new UInt128((ulong)_random.NextInt64(), (ulong)_random.NextInt64());
        return IpAddress.Create(block.Family, block.First.Value + (span == UInt128.MaxValue ? offset : offset % (span + 1)));
    }
}

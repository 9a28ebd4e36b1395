using System.Globalization;
using Merlon.Tests.BruteForce;

namespace Merlon.Conformance.Tests.Worlds;

/// <summary>
/// Makes a cluster of thousands of pods on a few nodes and hundreds of policies, the same for the same seed. Policies are
/// broad, so that most pods meet several, and speak of ports that pods have.
/// </summary>
sealed class LargeWorldGenerator(int seed)
{
    const int Namespaces = 8;
    const int MaxExcepts = 4;

    static readonly string[] Apps = ["web", "api", "db", "cache", "job"];
    static readonly string[] Tiers = ["front", "back", "data"];
    static readonly string[] PortNames = ["http", "dns", "metrics", "admin"];
    static readonly string?[] Protocols = ["TCP", "TCP", null, "UDP", "SCTP"];
    static readonly int[] Ports = [53, 80, 443, 5432, 8080, 8443, 9090, 9100, 30000];
    static readonly string[] OutsideBlocks = ["0.0.0.0/0", "203.0.113.0/24", "198.18.0.0/15", "::/0", "2001:db8::/32", "2600::/12"];

    readonly Random _random = new(seed);

    public RandomWorld Generate()
    {
        var nodes = Enumerable.Range(1, _random.Between(3, 4)).Select(Node).ToArray();
        var namespaces = Enumerable.Range(0, Namespaces).Select(Namespace).ToArray();
        var perNode = _random.Between(2000, 5000) / nodes.Length;
        var pods = nodes.SelectMany((node, i) => Enumerable.Range(0, perNode).Select(k => Pod(node.Name, i + 1, k))).ToArray();
        var policies = Enumerable.Range(0, _random.Between(200, 300)).Select(Policy).ToArray();
        return new RandomWorld(seed, nodes, namespaces, pods, [], policies)
        {
            ClusterPolicies = [.. Enumerable.Range(0, 12).Select(ClusterPolicy)],
        };
    }

    /// <summary>The first address of the block that pods of the node have, counted from 1.</summary>
    public static string RangeV4(int node) => Invariant($"10.{64 + node}.0.0");

    /// <summary>As <see cref="RangeV4"/>, of IPv6.</summary>
    public static string RangeV6(int node) => Invariant($"fd00:64:{node}::");

    static NodeData Node(int number) =>
        new(Invariant($"node-{number}"), [Invariant($"172.18.0.{10 + number}"), Invariant($"fd00:18::{10 + number}")], []);

    static NamespaceData Namespace(int number) => new(NamespaceName(number), Labels(("team", Team(number % 4))));

    PodData Pod(string node, int nodeNumber, int number)
    {
        // Every address counts in both families; gaps leave addresses that no pod has.
        var host = (2 * number) + _random.Next(2) + 2;
        var v4 = Invariant($"10.{64 + nodeNumber}.{host >> 8}.{host & 255}");
        var v6 = Invariant($"fd00:64:{nodeNumber}::{host:x}");
        IReadOnlyList<string> addresses = _random.Next(10) switch { 0 => [v4], 1 => [v6], _ => [v4, v6] };
        var labels = Labels(("app", _random.Pick(Apps)), ("tier", _random.Pick(Tiers)), ("shard", Invariant($"s{_random.Next(10)}")));
        // A name is one of two numbers, and two names share one.
        var ports = Enumerable.Range(0, PortNames.Length).Where(_ => _random.Chance(60))
            .Select(i => new ContainerPortData(PortNames[i], Ports[i + _random.Next(2)], _random.Pick(Protocols)));
        return new PodData(
            NamespaceName(_random.Next(Namespaces)), Invariant($"pod-{nodeNumber}-{number}"), node, labels, addresses, PodPhase.Running,
            false, [new ContainerData("main", ContainerKind.Regular, [.. ports])]);
    }

    PolicyData Policy(int number)
    {
        string[] types = _random.Next(3) switch { 0 => ["Ingress"], 1 => ["Egress"], _ => ["Ingress", "Egress"] };
        var subject = _random.Next(6) == 0 ? Selector() : Selector(("app", _random.Pick(Apps)), ("tier", _random.Pick(Tiers)));
        return new PolicyData(
            NamespaceName(_random.Next(Namespaces)), Invariant($"policy-{number}"), subject, types,
            types.Contains("Ingress") ? Rules() : null,
            types.Contains("Egress") ? Rules() : null);
    }

    ClusterPolicyData ClusterPolicy(int number) => new(
        "ClusterNetworkPolicy",
        Invariant($"cluster-{number}"),
        number % 3 == 0 ? "Baseline" : "Admin",
        number / 2,
        new ClusterPeerData { Namespaces = Selector(("team", Team(_random.Next(4)))) },
        ClusterRules(ingress: true),
        ClusterRules(ingress: false));

    ClusterRuleData[] ClusterRules(bool ingress) => RandomDraws.Repeat(_random.Between(1, 3), () => new ClusterRuleData(
        _random.Pick(["Accept", "Deny", "Pass"]),
        [ClusterPeer(ingress)],
        _random.Chance(20) ? null : [new ClusterPortData(_random.Pick(["TCP", "UDP"]), 400, 9000, null)]));

    ClusterPeerData ClusterPeer(bool ingress) => _random.Next(ingress ? 2 : 4) switch
    {
        0 => new ClusterPeerData { Namespaces = Selector(("team", Team(_random.Next(4)))) },
        1 => new ClusterPeerData { Pods = Selector(("app", _random.Pick(Apps)), ("tier", _random.Pick(Tiers))) },
        2 => new ClusterPeerData { Nodes = new LabelSelectorData(null, null) },
        _ => new ClusterPeerData { Networks = [_random.Pick(OutsideBlocks), PodBlock()] },
    };

    PolicyRuleData[] Rules() => RandomDraws.Repeat(_random.Between(1, 2), () => new PolicyRuleData(
        _random.Chance(12) ? null : RandomDraws.Repeat(_random.Between(1, 2), Peer),
        _random.Chance(20) ? null : PortList()));

    // Long lists of separate ports become sets, short ones and ranges stay in rules.
    PolicyPortData[] PortList() => RandomDraws.Repeat(_random.Chance(30) ? _random.Between(4, 9) : _random.Between(1, 3), Port);

    PolicyPortData Port()
    {
        var protocol = _random.Pick(Protocols);
        var first = _random.Pick(Ports);
        return _random.Next(10) switch
        {
            0 => new PolicyPortData(protocol, null, null, null),
            < 3 => new PolicyPortData(protocol, null, _random.Pick(PortNames), null),
            < 6 => new PolicyPortData(protocol, first, null, first + _random.Next(2000)),
            _ => new PolicyPortData(protocol, first, null, null),
        };
    }

    PolicyPeerData Peer() => _random.Next(5) switch
    {
        0 => new PolicyPeerData(null, Selector(("team", Team(_random.Next(4)))), null),
        1 => new PolicyPeerData(Selector(("app", _random.Pick(Apps))), null, null),
        2 => new PolicyPeerData(ShardsOtherThan(_random.Next(10)), Selector(("team", Team(_random.Next(4)))), null),
        3 => new PolicyPeerData(null, null, Block(_random.Pick(OutsideBlocks))),
        _ => new PolicyPeerData(null, null, Block(PodBlock())),
    };

    string PodBlock()
    {
        var node = _random.Between(1, 4);
        return _random.Chance(50)
            ? AddressText.Block(Invariant($"10.{64 + node}.{_random.Next(10)}.{_random.Next(256)}"), _random.Between(12, 30))
            : AddressText.Block(Invariant($"fd00:64:{node}::{_random.Next(2600):x}"), _random.Between(44, 126));
    }

    // Excepts lie inside the block, may touch and may hold one another.
    IpBlockData Block(string cidr)
    {
        var slash = cidr.IndexOf('/', StringComparison.Ordinal);
        var (address, length) = (cidr[..slash], int.Parse(cidr.AsSpan(slash + 1), CultureInfo.InvariantCulture));
        var width = AddressText.IsIPv6(cidr[..slash]) ? 128 : 32;
        var excepts = Enumerable.Range(0, _random.Next(MaxExcepts + 1))
            .Select(_ => AddressText.Block(Inside(address, length, width), Math.Min(width, length + _random.Between(1, width == 32 ? 10 : 40))))
            .Distinct();
        return new IpBlockData(cidr, [.. excepts]);
    }

    string Inside(string address, int length, int width)
    {
        var bytes = System.Net.IPAddress.Parse(address).GetAddressBytes();
        for (var bit = length; bit < width; bit++)
        {
            if (_random.Chance(30)) bytes[bit / 8] ^= (byte)(128 >> (bit % 8));
        }
        return new System.Net.IPAddress(bytes).ToString();
    }

    static LabelSelectorData ShardsOtherThan(int shard) => new(
        null, [new LabelRequirementData("shard", "NotIn", [Invariant($"s{shard}")]), new LabelRequirementData("tier", "In", ["front", "data"])]);

    static LabelSelectorData Selector(params (string Key, string Value)[] labels) => new(Labels(labels), null);

    static SortedDictionary<string, string> Labels(params (string Key, string Value)[] labels) =>
        new(labels.ToDictionary(label => label.Key, label => label.Value), StringComparer.Ordinal);

    static string NamespaceName(int number) => Invariant($"ns-{number}");

    static string Team(int number) => Invariant($"t{number}");

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

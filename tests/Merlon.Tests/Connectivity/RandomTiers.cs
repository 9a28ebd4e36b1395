using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Tests.BruteForce;
using Merlon.Tests.Evaluation;
using PortMatch = Merlon.Policies.PortMatch;

namespace Merlon.Tests.Connectivity;

/// <summary>
/// Takes the policies of a world apart and builds tiers of them with everything that the model has: orders, actions,
/// tiers that pass or deny, conditions, names and nodes, and what nobody can know.
/// </summary>
sealed class RandomTiers(Random random, Cluster cluster, PolicySet policies)
{
    static readonly RuleAction[] Actions =
        [RuleAction.Allow, RuleAction.Allow, RuleAction.Deny, RuleAction.Pass, RuleAction.Log];

    const string GroupLabel = "group";

    readonly string[] _labels =
        [.. cluster.Endpoints.SelectMany(endpoint => endpoint.Labels).Select(label => label.Key).Append("app").Distinct()];

    readonly Peer[] _peers = [.. policies.Policies.SelectMany(RulesOf).SelectMany(rule => rule.Peers)];
    readonly PortMatch[] _ports = [.. policies.Policies.SelectMany(RulesOf).SelectMany(rule => rule.Ports)];

    public static readonly DomainTable Domains = new(
    [
        new("a.corp.example", IpAddress.Parse("198.51.100.7")),
        new("b.corp.example", IpAddress.Parse("2001:db8:1::7")),
    ]);

    public static ImmutableArray<AddressGroup> Groups { get; } =
    [
        new()
        {
            Name = "partners",
            Labels = LabelSet.From([new(GroupLabel, "partner")]),
            Blocks = [Cidr.Parse("198.51.100.0/28"), Cidr.Parse("10.244.1.0/25")],
            Location = Scene.Nowhere,
        },
    ];

    public PolicySet Draw()
    {
        Tier[] frames =
        [
            new("first", 1, TierDefault.Pass, []),
            new("second", 2, random.Chance(50) ? TierDefault.Pass : TierDefault.Deny, []),
            new("third", 3, TierDefault.Deny, []),
            new("last", 4, TierDefault.Pass, []),
        ];
        var placed = policies.Policies.Select(policy => (Tier: random.Next(frames.Length), Policy: Vary(policy))).ToList();
        return new PolicySet(frames.Select((frame, i) => new Tier(
            frame.Name, frame.Order, frame.DefaultAction, placed.Where(item => item.Tier == i).Select(item => item.Policy))));
    }

    static IEnumerable<Rule> RulesOf(Policy policy) => policy.AllRules;

    Policy Vary(Policy policy) => new()
    {
        Id = policy.Id,
        Order = random.Next(3),
        Subject = random.Chance(15) ? new FormulaSelector(DrawFormula()) : policy.Subject,
        GovernsIngress = policy.GovernsIngress,
        GovernsEgress = policy.GovernsEgress,
        Ingress = [.. policy.Ingress.Select(Vary)],
        Egress = [.. policy.Egress.Select(Vary)],
        Origin = policy.Origin,
    };

    Rule Vary(Rule rule) => rule with
    {
        Action = random.Pick(Actions),
        Peers = random.Chance(15) ? [.. rule.Peers, OtherPeer()] : rule.Peers,
        Conditions = [.. Enumerable.Range(0, random.Chance(50) ? 0 : random.Between(1, 2)).Select(_ => DrawCondition())],
    };

    Peer OtherPeer() => random.Next(5) switch
    {
        3 => new Peer.Labelled(DrawFormula(), Scene.Nowhere),
        4 when cluster.Services.Length > 0 && random.Pick(cluster.Services) is var service =>
            new Peer.Backends(service.Namespace, service.Name, Scene.Nowhere),
        0 => new Peer.Nodes(LabelExpression.Everything, Scene.Nowhere),
        1 => new Peer.Domain(Pattern("*.corp.example"), Scene.Nowhere),
        _ => new Peer.Domain(Pattern("unknown.example.net"), Scene.Nowhere),
    };

    LabelFormula DrawFormula() => random.Next(4) switch
    {
        0 => LabelFormula.Compare(new LabelKey.Own(GroupLabel), LabelOperator.Equal, "partner"),
        1 => LabelFormula.Not(LabelFormula.Has(new LabelKey.Own(random.Pick(_labels)))),
        2 => LabelFormula.Compare(new LabelKey.NamespaceName("ns"), LabelOperator.StartsWith, "d"),
        _ => LabelFormula.Or(
            LabelFormula.Compare(new LabelKey.ServiceAccountName("sa"), LabelOperator.Equal, "default"),
            LabelFormula.Has(new LabelKey.OfNamespace(random.Pick(_labels), "ns.label"))),
    };

    Condition DrawCondition() => random.Next(10) switch
    {
        9 when cluster.Services.Length > 0 && random.Pick(cluster.Services) is var service =>
            new Condition.BackendPort(service.Namespace, service.Name, Scene.Nowhere),
        0 => new Condition.OtherEnd(SomePeers(), random.Chance(50), Scene.Nowhere),
        1 => new Condition.Subject(SomePeers(), random.Chance(50), Scene.Nowhere),
        2 => new Condition.DestinationPorts(SomePorts(), random.Chance(50), Scene.Nowhere),
        3 => new Condition.SourcePorts(SomePorts(), random.Chance(50), Scene.Nowhere),
        4 => new Condition.Transport(random.Pick([Protocol.Tcp, Protocol.Udp, Protocol.Icmp, Protocol.IcmpV6]), random.Chance(50), Scene.Nowhere),
        5 => new Condition.Icmp(8, null, random.Chance(50), Scene.Nowhere),
        6 => new Condition.Version(random.Pick([IpFamily.IPv4, IpFamily.IPv6]), random.Chance(50), Scene.Nowhere),
        7 => new Condition.Unknowable("a path", Scene.Nowhere),
        _ => new Condition.OtherEnd([OtherPeer()], random.Chance(50), Scene.Nowhere),
    };

    ImmutableArray<Peer> SomePeers() =>
        _peers.Length == 0 ? [OtherPeer()] : [.. Enumerable.Range(0, random.Between(1, 2)).Select(_ => random.Pick(_peers))];

    ImmutableArray<PortMatch> SomePorts()
    {
        if (_ports.Length > 0) return [.. Enumerable.Range(0, random.Between(1, 2)).Select(_ => random.Pick(_ports))];
        var port = cluster.Endpoints.SelectMany(endpoint => endpoint.Ports).FirstOrDefault()?.Number ?? 80;
        return [new PortMatch.Numbered(Protocol.Tcp, new PortRange(port, port), Scene.Nowhere)];
    }

    static DomainPattern Pattern(string text) =>
        DomainPattern.TryParse(text, out var pattern) ? pattern : throw new FormatException(text);
}

using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Tests.Evaluation;

/// <summary>What each condition of a rule asks, and its negation.</summary>
public sealed class Conditions
{
    readonly Scene _scene = new(Scene.Node("n9", "70.0.0.9"));

    [Theory]
    [InlineData("10.244.1.0/24", MatchOutcome.Yes)]
    [InlineData("10.244.2.0/24", MatchOutcome.No)]
    public void The_other_end_of_ingress_is_the_source(string block, MatchOutcome expected) =>
        AssertMatch(expected, negated => new Condition.OtherEnd([Scene.Block(block)], negated, Scene.Nowhere));

    [Theory]
    [InlineData("10.244.2.0/24", MatchOutcome.Yes)]
    [InlineData("10.244.1.0/24", MatchOutcome.No)]
    public void The_subject_of_ingress_is_the_destination(string block, MatchOutcome expected) =>
        AssertMatch(expected, negated => new Condition.Subject([Scene.Block(block)], negated, Scene.Nowhere));

    [Theory]
    [InlineData(80, MatchOutcome.Yes)]
    [InlineData(81, MatchOutcome.No)]
    public void Destination_ports_are_those_of_the_flow(int port, MatchOutcome expected) =>
        AssertMatch(expected, negated => new Condition.DestinationPorts([Scene.Port((ushort)port)], negated, Scene.Nowhere));

    [Fact]
    public void A_source_port_that_is_left_open_is_unknown_unless_every_port_is_meant()
    {
        AssertMatch(MatchOutcome.Unknown, negated => new Condition.SourcePorts([Scene.Port(1024)], negated, Scene.Nowhere));
        var all = new PortMatch.Numbered(Protocol.Tcp, PortRange.All, Scene.Nowhere);
        AssertMatch(MatchOutcome.Yes, negated => new Condition.SourcePorts([all], negated, Scene.Nowhere));
        var other = new PortMatch.Numbered(Protocol.Udp, PortRange.All, Scene.Nowhere);
        AssertMatch(MatchOutcome.No, negated => new Condition.SourcePorts([other], negated, Scene.Nowhere));
    }

    [Fact]
    public void A_source_port_that_is_known_is_compared()
    {
        var condition = new Condition.SourcePorts([Scene.Port(1024)], false, Scene.Nowhere);
        Assert.Equal(MatchOutcome.Yes, Match(condition, Flow() with { SourcePort = 1024 }));
        Assert.Equal(MatchOutcome.No, Match(condition, Flow() with { SourcePort = 1025 }));
    }

    [Fact]
    public void A_protocol_is_compared()
    {
        AssertMatch(MatchOutcome.Yes, negated => new Condition.Transport(Protocol.Tcp, negated, Scene.Nowhere));
        AssertMatch(MatchOutcome.No, negated => new Condition.Transport(Protocol.Sctp, negated, Scene.Nowhere));
    }

    [Theory]
    [InlineData(8, null, MatchOutcome.Yes)]
    [InlineData(8, 0, MatchOutcome.Yes)]
    [InlineData(8, 1, MatchOutcome.No)]
    [InlineData(0, null, MatchOutcome.No)]
    public void A_code_of_ICMP_counts_where_one_is_given(int type, int? code, MatchOutcome expected)
    {
        var ping = Scene.Flow(_scene.Client, _scene.Server, Protocol.Icmp, 0) with { Icmp = new IcmpMessage(8) };
        Assert.Equal(expected, Match(new Condition.Icmp((byte)type, (byte?)code, false, Scene.Nowhere), ping));
    }

    [Fact]
    public void A_message_of_ICMP_that_is_left_open_is_unknown()
    {
        var flow = Scene.Flow(_scene.Client, _scene.Server, Protocol.Icmp, 0);
        Assert.Equal(MatchOutcome.Unknown, Match(new Condition.Icmp(8, null, false, Scene.Nowhere), flow));
        Assert.Equal(MatchOutcome.No, Match(new Condition.Icmp(8, null, false, Scene.Nowhere), Flow()));
    }

    [Fact]
    public void The_IP_version_is_that_of_the_addresses()
    {
        AssertMatch(MatchOutcome.Yes, negated => new Condition.Version(IpFamily.IPv4, negated, Scene.Nowhere));
        AssertMatch(MatchOutcome.No, negated => new Condition.Version(IpFamily.IPv6, negated, Scene.Nowhere));
    }

    [Fact]
    public void Nodes_are_met_at_their_addresses_and_pods_are_none()
    {
        var all = new Peer.Nodes(LabelExpression.Everything, Scene.Nowhere);
        var some = new Peer.Nodes(LabelExpression.Exists("worker"), Scene.Nowhere);
        var node = _scene.Under(null).Cluster.Endpoints.Single(endpoint => endpoint.Kind == EndpointKind.Node);
        Assert.Equal(PeerMatch.Matched, Peer(all, Scene.End(node)));
        Assert.Equal(PeerMatch.OtherNode, Peer(some, Scene.End(node)));
        Assert.Equal(PeerMatch.NotANode, Peer(all, Scene.End(_scene.Client)));
        Assert.Equal(PeerMatch.NotANode, Peer(all, FlowEnd.Outside(IpAddress.Parse("203.0.113.5"))));
    }

    [Fact]
    public void A_domain_name_is_decided_by_the_addresses_that_are_known_of_it()
    {
        var cluster = new Cluster([], [], new AddressIndex([]), [])
        {
            Domains = new DomainTable([KeyValuePair.Create("www.Example.com.", IpAddress.Parse("203.0.113.5"))]),
        };
        var peers = new Evaluator(cluster, new PolicySet([])).Matcher.Peers;
        var (known, other) = (FlowEnd.Outside(IpAddress.Parse("203.0.113.5")), FlowEnd.Outside(IpAddress.Parse("203.0.113.6")));
        Assert.Equal(PeerMatch.Matched, peers.Match(Domain("www.example.com"), known));
        Assert.Equal(PeerMatch.Matched, peers.Match(Domain("*.example.com"), known));
        Assert.Equal(PeerMatch.OtherName, peers.Match(Domain("*.example.com"), other));
        Assert.Equal(PeerMatch.NameUnresolved, peers.Match(Domain("*.www.example.com"), known));
    }

    static Peer.Domain Domain(string text)
    {
        Assert.True(DomainPattern.TryParse(text, out var pattern));
        return new Peer.Domain(pattern, Scene.Nowhere);
    }

    Flow Flow() => Scene.Flow(_scene.Client, _scene.Server);

    PeerMatch Peer(Peer peer, FlowEnd end) => _scene.Under(null).Matcher.Peers.Match(peer, end);

    MatchOutcome Match(Condition condition, Flow flow) =>
        _scene.Under(null).Matcher.Match(condition, flow, Direction.Ingress);

    void AssertMatch(MatchOutcome expected, Func<bool, Condition> condition)
    {
        var opposite = expected switch
        {
            MatchOutcome.Yes => MatchOutcome.No,
            MatchOutcome.No => MatchOutcome.Yes,
            _ => expected,
        };
        Assert.Equal(expected, Match(condition(false), Flow()));
        Assert.Equal(opposite, Match(condition(true), Flow()));
    }
}

using System.Net.Sockets;
using Merlon.Linux.Tests.Nftables;
using Merlon.Nftables;
using static Merlon.Linux.Tests.Connections.SmallWorld;

namespace Merlon.Linux.Tests.Connections;

/// <summary>What becomes of connections that are open when a policy changes.</summary>
public sealed class OpenConnections : IDisposable
{
    readonly Crossing _crossing = new();
    NftTable _current = Under();

    public OpenConnections() => _crossing.Device.Load(_current);

    public static TheoryData<ProtocolType, string, string, string?, string, string> Flows { get; } = new(
        from protocol in new[] { ProtocolType.Tcp, ProtocolType.Udp }
        from flow in new (string From, string To, string? By, string Allowing, string Denying)[]
        {
            (ClientV4, ServerV4, null, ClientMayCome, NobodyMayCome),
            (ClientV6, ServerV6, null, ClientMayCome, NobodyMayCome),
            (ClientV4, ServerV4, ServiceV4, ClientMayCome, NobodyMayCome),
            (ClientV6, ServerV6, ServiceV6, ClientMayCome, NobodyMayCome),
            (ServerV4, ClientV4, null, ServerMayGo, ServerMayNotGo),
            (ServerV6, ClientV6, null, ServerMayGo, ServerMayNotGo),
            (ServerV4, NodeV4, null, ServerMayGo, ServerMayNotGo),
            (ServerV6, NodeV6, null, ServerMayGo, ServerMayNotGo),
        }
        select (protocol, flow.From, flow.To, flow.By, flow.Allowing, flow.Denying));

    [Theory]
    [MemberData(nameof(Flows))]
    public void An_open_connection_is_cut_in_both_directions_and_resumes(
        ProtocolType protocol, string from, string to, string? by, string allowing, string denying)
    {
        Change(allowing);
        using var flow = new OpenFlow(_crossing, protocol, from, to, by);
        Change(denying);
        Assert.False(IsLetThrough(flow, fromClient: true));
        Assert.False(IsLetThrough(flow, fromClient: false));
        Change(allowing);
        if (protocol == ProtocolType.Udp)
        {
            flow.Send(fromClient: true);
            flow.Send(fromClient: false);
        }
        Assert.True(flow.HasArrived(fromClient: true));
        Assert.True(flow.HasArrived(fromClient: false));
    }

    [Theory]
    [InlineData(ProtocolType.Tcp)]
    [InlineData(ProtocolType.Udp)]
    public void What_only_the_server_sends_is_cut_too(ProtocolType protocol)
    {
        using var flow = new OpenFlow(_crossing, protocol, ClientV4, ServerV4);
        Change(NobodyMayCome);
        Assert.False(IsLetThrough(flow, fromClient: false));
    }

    [Fact]
    public void A_member_that_leaves_the_set_of_a_rule_is_cut()
    {
        const string Both = "name: q, podSelector: {matchLabels: {app: server}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}]}]";
        Change(Both);
        using var flow = new OpenFlow(_crossing, ProtocolType.Udp, ClientV4, ServerV4);
        var less = _current with
        {
            Sets = [.. _current.Sets.Select(set => set is NftSet.Addresses { Name.Text: ['p', 'o', 'd', 's', '4', ..] } members
                ? members with { Elements = [.. members.Elements.Where(address => address.ToString() != ClientV4)] } : set)],
        };
        _crossing.Device.Apply(_current, less);
        Assert.False(IsLetThrough(flow, fromClient: true));
        Assert.False(IsLetThrough(flow, fromClient: false));
    }

    [Fact]
    public void Nothing_of_another_connection_is_lost_while_policies_tighten_and_loosen()
    {
        using var flow = new OpenFlow(_crossing, ProtocolType.Udp, ClientV4, ServerV4);
        using var reverse = new OpenFlow(_crossing, ProtocolType.Udp, ServerV6, ClientV6);
        // More epochs than the mark can count: they begin again.
        for (var i = 0; i < 3 * EpochMask.Default.LastEpoch; i++)
        {
            Change(i % 2 == 0 ? [ClientMayCome, ServerMayGo, "name: q, podSelector: {matchLabels: {app: other}}"] : [ClientMayCome]);
            foreach (var fromClient in new[] { true, false })
            {
                Assert.True(flow.Passes(fromClient));
                Assert.True(reverse.Passes(fromClient));
            }
        }
    }

    [Fact]
    public void A_mark_of_long_ago_is_not_taken_for_one_of_now()
    {
        using var flow = new OpenFlow(_crossing, ProtocolType.Udp, ClientV4, ServerV4);
        var epoch = Epoch();
        for (var i = 0; i < EpochMask.Default.LastEpoch; i++)
        {
            Change("name: q, podSelector: {matchLabels: {app: other}}, policyTypes: [Ingress]", NobodyMayCome);
            if (Epoch() != epoch) Change("name: q, podSelector: {matchLabels: {app: other}}, policyTypes: [Egress]", NobodyMayCome);
        }
        Assert.Equal(epoch, Epoch());
        Assert.False(IsLetThrough(flow, fromClient: true));
        Assert.False(IsLetThrough(flow, fromClient: false));
    }

    [Fact]
    public void A_connection_is_cut_by_a_program_that_did_not_begin_the_epoch()
    {
        using var flow = new OpenFlow(_crossing, ProtocolType.Udp, ClientV4, ServerV4);
        Change("name: q, podSelector: {matchLabels: {app: other}}");
        Assert.True(flow.Passes(fromClient: true));
        var epoch = Epoch();
        using (var later = _crossing.OpenDevice()) later.Apply(_current, Under(NobodyMayCome));
        Assert.Equal(epoch + 1, Epoch());
        Assert.False(IsLetThrough(flow, fromClient: true));
    }

    [Fact]
    public void A_table_that_takes_the_place_of_another_judges_open_connections()
    {
        using var flow = new OpenFlow(_crossing, ProtocolType.Udp, ClientV4, ServerV4);
        _crossing.Device.Load(Under(Names.TableB, EpochMask.Default, NobodyMayCome));
        Assert.True(_crossing.Device.Delete(Names.TableA));
        Assert.False(IsLetThrough(flow, fromClient: true));
        Assert.False(IsLetThrough(flow, fromClient: false));
    }

    [Fact]
    public void Other_bits_of_the_mark_are_kept()
    {
        _crossing.LoadText("""
            table inet other {
                chain first { type filter hook prerouting priority -150; ct state new ct mark set 0x00c0ffee; }
                chain last {
                    type filter hook forward priority 0
                    ct mark & 0x00ffffff == 0x00c0ffee ct mark & 0xff000000 != 0 accept
                    drop
                }
            }
            """);
        using var flow = new OpenFlow(_crossing, ProtocolType.Tcp, ClientV4, ServerV4);
        Change(ClientMayCome);
        Assert.True(flow.Passes(fromClient: true));
        Assert.True(flow.Passes(fromClient: false));
    }

    [Fact]
    public void The_node_reaches_its_pods_whatever_isolates_them()
    {
        using var flow = new OpenFlow(_crossing, ProtocolType.Tcp, NodeV4, ServerV4);
        Change(NobodyMayCome, ServerMayNotGo.Replace("name: p", "name: q", StringComparison.Ordinal));
        Assert.True(flow.Passes(fromClient: true));
        Assert.True(flow.Passes(fromClient: false));
        using var another = new OpenFlow(_crossing, ProtocolType.Tcp, NodeV6, ServerV6);
    }

    public void Dispose() => _crossing.Dispose();

    void Change(params string[] policies)
    {
        var wanted = Under(policies);
        _crossing.Device.Apply(_current, wanted);
        _current = wanted;
    }

    int Epoch() => PolicyEpoch.Of(_crossing.Device.ReadTable(Names.TableA)!)!.Number;

    // What no policy touches, sent behind it on the same way, is there later than it would be.
    bool IsLetThrough(OpenFlow flow, bool fromClient)
    {
        using var witness = new OpenFlow(_crossing, ProtocolType.Udp, OtherV4, StrangerV4);
        flow.Send(fromClient);
        Assert.True(witness.Passes(fromClient: true));
        Assert.True(witness.Passes(fromClient: false));
        return flow.HasSomething(fromClient);
    }
}

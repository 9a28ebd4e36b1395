using Merlon.Model;
using Merlon.Nftables;
using static Merlon.Linux.Tests.Nftables.Ruleset;

namespace Merlon.Linux.Tests.Nftables;

public class Loads
{
    static readonly NftVerdict[] Verdicts = [NftVerdict.Accept, NftVerdict.Drop, new NftVerdict.Jump(Name("chain_a")), new NftVerdict.Goto(Name("chain_a"))];

    static readonly NftMatch[] Matches =
    [
        new NftMatch.EstablishedOrRelated(),
        new NftMatch.NeighbourDiscovery(),
        new NftMatch.FromLoopback(),
        new NftMatch.Transport(Protocol.Tcp),
        new NftMatch.Transport(Protocol.Icmp),
        new NftMatch.Transport(Protocol.IcmpV6),
        new NftMatch.Transport(new Protocol(47)),
        new NftMatch.Transport(new Protocol(253)),
        new NftMatch.Related(),
        new NftMatch.Reply(),
        new NftMatch.ToLoopback(),
        new NftMatch.Mark(0x0f000000, 0x01000000),
        new NftMatch.Mark(0x80000001, 0x80000001),
        new NftMatch.Mark(0x00ff0000, 0),
    ];

    [Fact]
    public void Every_verdict_is_as_in_the_text()
    {
        var rules = Verdicts.Select(verdict => Rule(verdict)).ToArray();
        var elements = Verdicts.Select((verdict, i) => ($"10.0.0.{i}", verdict)).ToArray();
        Same(Table([], [Map("map_a", IpFamily.IPv4, elements)], [Chain("chain_a"), .. rules.Select((rule, i) => Chain($"from_{i}", rule))]));
    }

    [Fact]
    public void Every_match_is_as_in_the_text() =>
        Same(Table([], [], [Chain("chain_a", [.. Matches.Select(match => Rule(NftVerdict.Accept, match))])]));

    [Fact]
    public void Every_two_matches_are_as_in_the_text()
    {
        NftSet[] sets = [Addresses("set_four", IpFamily.IPv4, "10.0.0.1"), Addresses("set_six", IpFamily.IPv6, "fd00::1"), Ports("set_xports", (80, 80))];
        NftMatch[] lookups =
        [
            new NftMatch.InSet(PacketField.SourceAddressV4, Name("set_four")),
            new NftMatch.InSet(PacketField.DestinationAddressV4, Name("set_four")),
            new NftMatch.InSet(PacketField.SourceAddressV6, Name("set_six")),
            new NftMatch.InSet(PacketField.DestinationAddressV6, Name("set_six")),
        ];
        // nft adds checks of the version of IP and the protocol on its own where two matches do not agree on them.
        var pairs = from first in Matches[..4].Concat(lookups)
                    from second in lookups.Concat(Matches[..4])
                    where FamilyOf(first) is null || FamilyOf(second) is null || FamilyOf(first) == FamilyOf(second)
                    where !(first is NftMatch.Transport or NftMatch.NeighbourDiscovery && second is NftMatch.Transport or NftMatch.NeighbourDiscovery)
                    where first != second
                    select Rule(NftVerdict.Accept, first, second);
        Same(Table([.. sets], [], [Chain("chain_a", [.. pairs])]));
    }

    [Theory]
    [InlineData(0xff000000, 0x0a000000)]
    [InlineData(0x0000000f, 0x0000000f)]
    [InlineData(0x00f0f000, 0)]
    public void Every_mark_that_is_set_is_as_in_the_text(uint mask, uint value) =>
        Same(Table([], [], [Chain("chain_a", new NftRule.SetMark([], mask, value, "why"), new NftRule.SetMark([new NftMatch.Reply()], mask, value, ""))]));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(80, 80)]
    [InlineData(80, 81)]
    [InlineData(0, 1023)]
    [InlineData(30000, 65535)]
    [InlineData(65535, 65535)]
    [InlineData(1, 65535)]
    public void Every_range_of_ports_is_as_in_the_text(int first, int last)
    {
        var range = new PortRange((ushort)first, (ushort)last);
        var set = new NftMatch.InSet(PacketField.DestinationPort, Name("set_ports"));
        Same(Table(
            [Ports("set_ports", (range.First, range.Last))], [],
            [Chain("chain_a", Rule(NftVerdict.Drop, new NftMatch.Transport(Protocol.Udp), new NftMatch.Ports(range)), Rule(NftVerdict.Drop, new NftMatch.Transport(Protocol.Udp), new NftMatch.Ports(range, PacketField.SourcePort)), Rule(NftVerdict.Drop, new NftMatch.Transport(Protocol.Sctp), set))]));
    }

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("0.0.0.0/1")]
    [InlineData("128.0.0.0/1")]
    [InlineData("0.0.0.0/1", "128.0.0.0/1")]
    [InlineData("0.0.0.0/32", "255.255.255.255/32")]
    [InlineData("10.0.0.0/25", "10.0.0.128/26", "10.0.0.192/26", "10.0.1.0/24")]
    [InlineData("10.0.0.1/32", "10.0.0.2/32", "10.0.0.3/32")]
    public void Every_block_of_IPv4_is_as_in_the_text(params string[] blocks) => Same(Table([Blocks("set_blocks", IpFamily.IPv4, blocks)], [], []));

    [Theory]
    [InlineData("::/0")]
    [InlineData("8000::/1")]
    [InlineData("::/128", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128")]
    [InlineData("fd00::/64", "fd00:0:0:1::/64", "fe80::/10")]
    public void Every_block_of_IPv6_is_as_in_the_text(params string[] blocks) => Same(Table([Blocks("set_blocks", IpFamily.IPv6, blocks)], [], []));

    [Theory]
    [InlineData(NftHook.Input, 0)]
    [InlineData(NftHook.Forward, -5)]
    [InlineData(NftHook.Forward, 300)]
    [InlineData(NftHook.Forward, int.MaxValue)]
    [InlineData(NftHook.Input, -100)]
    [InlineData(NftHook.Output, -20)]
    public void Every_base_chain_is_as_in_the_text(NftHook hook, int priority) =>
        Same(Table([], [], [new NftChain(Name("base_a"), hook, priority, [])]));

    [Fact]
    public void The_whole_range_of_ports_in_a_rule_loads()
    {
        using var sandbox = new Sandbox();
        sandbox.Device.Load(Table([], [], [Chain("chain_a", Rule(NftVerdict.Drop, new NftMatch.Transport(Protocol.Tcp), new NftMatch.Ports(PortRange.All)))]));
        sandbox.CheckListable();
    }

    [Theory]
    [InlineData("a")]
    [InlineData("default/allow-web, rule 1 (policies.yaml:12)")]
    [InlineData("naïve – ünïcode")]
    public void Every_comment_is_as_in_the_text(string comment) => Same(WithComment(comment));

    [Fact]
    public void A_comment_of_128_bytes_is_as_in_the_text() => Same(WithComment(new string('x', NftRule.MaxCommentBytes)));

    [Fact]
    public void A_longer_comment_is_refused_by_name()
    {
        using var sandbox = new Sandbox();
        var e = Assert.Throws<ArgumentException>(() => sandbox.Device.Load(WithComment(new string('x', NftRule.MaxCommentBytes - 1) + "ü")));
        Assert.Contains("chain chain_a rule 1", e.Message, StringComparison.Ordinal);
        Assert.Equal("", sandbox.Nft("list", "ruleset"));
        sandbox.Device.Load(WithComment("short"));
    }

    [Fact]
    public void Two_tables_live_side_by_side()
    {
        using var sandbox = new Sandbox();
        using var second = sandbox.OpenDevice();
        var a = new RandomTables(1).Draw(Names.TableA);
        var b = new RandomTables(2).Draw(Names.TableB);
        sandbox.Device.Load(a);
        second.Load(b);
        Assert.Equal(a, second.ReadTable(Names.TableA));
        Assert.Equal(b, sandbox.Device.ReadTable(Names.TableB));
        Assert.True(sandbox.Device.Delete(Names.TableA));
        Assert.False(second.Delete(Names.TableA));
        Assert.Null(second.ReadTable(Names.TableA));
        Assert.Equal(b, second.ReadTable(Names.TableB));
        Assert.True(second.Delete(Names.TableB));
        Assert.Equal("", sandbox.Nft("list", "ruleset"));
    }

    [Fact]
    public void Two_devices_change_two_tables_at_once()
    {
        using var sandbox = new Sandbox();
        Parallel.ForEach([(Names.TableA, 5), (Names.TableB, 6)], work =>
        {
            var (name, seed) = work;
            using var device = sandbox.OpenDevice();
            var tables = new RandomTables(seed);
            var current = tables.Draw(name);
            device.Load(current);
            for (var i = 0; i < 50; i++)
            {
                var wanted = tables.Draw(name);
                device.Apply(current, wanted);
                Assert.Equal(wanted, device.ReadTable(name));
                current = wanted;
            }
        });
        sandbox.CheckListable();
    }

    [Fact]
    public async Task A_table_that_changes_is_read_as_it_was_at_one_moment()
    {
        using var sandbox = new Sandbox();
        using var reader = sandbox.OpenDevice();
        var tables = new RandomTables(7);
        NftTable[] states = [.. Enumerable.Range(0, 2).Select(_ => tables.Draw(Names.TableA))];
        sandbox.Device.Load(states[0]);
        using var stop = new CancellationTokenSource();
        var changes = Task.Run(() =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i = 1 - i)
            {
                sandbox.Device.Apply(states[i], states[1 - i]);
                Thread.Sleep(5);
            }
        }, TestContext.Current.CancellationToken);
        // What is new comes first and what is old goes last: between the two, a table has the one and the other.
        var names = states.SelectMany(state => state.Chains).Select(chain => chain.Name).ToHashSet();
        for (var i = 0; i < 100; i++) Assert.All(reader.ReadTable(Names.TableA)!.Chains, chain => Assert.Contains(chain.Name, names));
        await stop.CancelAsync();
        await changes;
    }

    [Fact]
    public void Fifty_thousand_elements_load_in_one_transaction()
    {
        const int count = 50_000;
        var elements = Enumerable.Range(0, count).Select(i => IpAddress.Create(IpFamily.IPv6, ((UInt128)0xfd00 << 112) + (UInt128)i)).ToArray();
        var table = Table(
            [new NftSet.Addresses(Name("set_a"), IpFamily.IPv6, [.. elements])],
            [new NftVerdictMap(Name("map_a"), IpFamily.IPv6, [.. elements.Select(element => KeyValuePair.Create(element, Verdicts[3]))])],
            [Chain("chain_a", Rule(NftVerdict.Drop))]);
        using var sandbox = new Sandbox();
        sandbox.Device.Load(table);
        Assert.Equal(table, sandbox.Device.ReadTable(Names.TableA));
        var empty = Table([Addresses("set_a", IpFamily.IPv6)], [Map("map_a", IpFamily.IPv6)], table.Chains);
        sandbox.Device.Apply(table, empty);
        Assert.Equal(empty, sandbox.Device.ReadTable(Names.TableA));
    }

    static NftTable WithComment(string comment) =>
        Table([], [], [Chain("chain_a", new NftRule.Decide([], NftVerdict.Accept, comment))]);

    static IpFamily? FamilyOf(NftMatch match) => match is not NftMatch.InSet inSet ? null
        : inSet.Field is PacketField.SourceAddressV4 or PacketField.DestinationAddressV4 ? IpFamily.IPv4 : IpFamily.IPv6;

    static void Same(NftTable table)
    {
        using var byNetlink = new Sandbox();
        using var byText = new Sandbox();
        byNetlink.Device.Load(table);
        byText.LoadText(table);
        byNetlink.CheckListable();
        Assert.Equal(byText.List(table.Name), byNetlink.List(table.Name));
        Assert.Equal(byText.Bytecode(table.Name), byNetlink.Bytecode(table.Name));
        var sorted = table with { Chains = [.. table.Chains.OrderBy(chain => chain.Name)] };
        Assert.Equal(sorted, byNetlink.Device.ReadTable(table.Name));
    }
}

using Merlon.Linux.Netlink;
using Merlon.Linux.Nftables;
using Merlon.Model;
using Merlon.Nftables;
using static Merlon.Linux.Tests.Nftables.Ruleset;

namespace Merlon.Linux.Tests.Nftables;

public class Refusals
{
    const int NoEntry = 2;
    const int Busy = 16;
    const int Exists = 17;
    const int NotEmpty = 39;

    [Fact]
    public void A_rule_to_a_missing_chain_is_named()
    {
        var toNowhere = Rule(new NftVerdict.Jump(Name("chain_b")));
        var e = Refused(Table([], [], [Chain("eg_0123456789ab", Rule(NftVerdict.Drop), Rule(NftVerdict.Drop), toNowhere)]));
        Assert.Equal(("chain eg_0123456789ab rule 3", NoEntry), (e.Subject, e.Errno));
        Assert.Contains("chain eg_0123456789ab rule 3", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_with_a_missing_set_is_named()
    {
        var e = Refused(Table([], [], [Chain("chain_a", Rule(NftVerdict.Drop, new NftMatch.InSet(PacketField.SourceAddressV4, Name("set_a"))))]));
        Assert.Equal(("chain chain_a rule 1", NoEntry), (e.Subject, e.Errno));
    }

    [Fact]
    public void An_element_to_a_missing_chain_is_named()
    {
        var e = Refused(Table([], [Map("map_a", IpFamily.IPv4, ("10.0.0.1", NftVerdict.Accept), ("10.0.0.2", new NftVerdict.Goto(Name("chain_b"))))], []));
        Assert.Equal(("map map_a element 10.0.0.2", NoEntry), (e.Subject, e.Errno));
    }

    [Fact]
    public void An_element_that_is_there_twice_is_named()
    {
        using var sandbox = new Sandbox();
        var table = Table([Addresses("set_a", IpFamily.IPv6, "fd00::1")], [], []);
        sandbox.Device.Load(table);
        var twice = new RulesetDifference(Names.TableA, [new RulesetBatch([new RulesetStep.AddElements(Addresses("set_a", IpFamily.IPv6, "fd00::1", "fd00::2"))])]);
        var e = Assert.Throws<NetlinkException>(() => sandbox.Device.Apply(twice));
        Assert.Equal(("set set_a element fd00::1", Exists), (e.Subject, e.Errno));
        Assert.Equal(table, sandbox.Device.ReadTable(Names.TableA));
    }

    [Fact]
    public void An_overlapping_block_is_named()
    {
        var e = Refused(Table([Blocks("set_a", IpFamily.IPv4, "10.0.0.0/8", "10.1.0.0/16")], [], []));
        Assert.Equal("set set_a element 10.1.0.0", e.Subject);
        Assert.True(e.Errno is Exists or NotEmpty, e.Message);
    }

    [Fact]
    public void A_chain_in_use_is_named()
    {
        using var sandbox = new Sandbox();
        sandbox.Device.Load(Table([], [], [Chain("chain_a", Rule(new NftVerdict.Jump(Name("chain_b")))), Chain("chain_b")]));
        var delete = new RulesetDifference(Names.TableA, [new RulesetBatch([new RulesetStep.DeleteChain(Name("chain_b"))])]);
        var e = Assert.Throws<NetlinkException>(() => sandbox.Device.Apply(delete));
        Assert.Equal(("chain chain_b", Busy), (e.Subject, e.Errno));
    }

    [Fact]
    public void A_table_that_exists_is_named_and_stays()
    {
        using var sandbox = new Sandbox();
        var table = Table([], [], [Chain("chain_a", Rule(NftVerdict.Drop))]);
        sandbox.Device.Load(table);
        var e = Assert.Throws<NetlinkException>(() => sandbox.Device.Load(table));
        Assert.Equal(("table merlon_a", Exists), (e.Subject, e.Errno));
        Assert.Equal(table, sandbox.Device.ReadTable(Names.TableA));
    }

    [Fact]
    public void Many_errors_of_one_transaction_are_one_exception()
    {
        var toNowhere = Rule(new NftVerdict.Jump(Name("chain_b")));
        var e = Refused(Table([], [], [Chain("chain_a", [.. Enumerable.Repeat(toNowhere, 20_000)])]));
        Assert.Equal("chain chain_a rule 1", e.Subject);
        Assert.Contains("more errors", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_of_chains_is_refused()
    {
        var e = Refused(Table([], [],
        [
            new NftChain(Name("base_a"), NftHook.Forward, 0, [Rule(new NftVerdict.Jump(Name("chain_a")))]),
            Chain("chain_a", Rule(new NftVerdict.Jump(Name("chain_b")))),
            Chain("chain_b", Rule(new NftVerdict.Jump(Name("chain_a")))),
        ]));
        Assert.NotEqual(0, e.Errno);
    }

    [Theory]
    [InlineData("ip saddr 10.0.0.1 accept")]
    [InlineData("counter")]
    [InlineData("ct state new accept")]
    [InlineData("iif \"lo\" return")]
    [InlineData("tcp flags syn accept")]
    [InlineData("meta mark 1 accept")]
    [InlineData("meta nfproto != ipv6 accept")]
    [InlineData("meta l4proto > 17 accept")]
    [InlineData("ip saddr != 10.0.0.1 accept")]
    [InlineData("tcp dport != 80-90 accept")]
    [InlineData("tcp dport < 80 accept")]
    [InlineData("icmpv6 type 133-138 accept")]
    [InlineData("icmp type 133-137 accept")]
    [InlineData("iif != \"lo\" accept")]
    [InlineData("ct state != established accept")]
    [InlineData("ct state established accept")]
    public void A_rule_of_somebody_else_is_told_from_ours(string rule)
    {
        using var sandbox = new Sandbox();
        sandbox.LoadText($"table inet merlon_a {{\n\tset set_a {{ type ipv4_addr; }}\n\tchain chain_a {{\n\t\tdrop\n\t\t{rule}\n\t}}\n}}\n");
        var e = Assert.Throws<ForeignRulesetException>(() => sandbox.Device.ReadTable(Names.TableA));
        Assert.Contains("chain chain_a rule 2", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flags dormant;")]
    [InlineData("counter count_a { }")]
    [InlineData("set set_a { type ipv4_addr; flags timeout; }")]
    [InlineData("set set_a { type ipv4_addr . inet_service; }")]
    [InlineData("set set_a { type ipv4_addr; flags interval; elements = { 10.0.0.1-10.0.0.9 }; }")]
    [InlineData("map map_a { type ipv4_addr : ipv4_addr; }")]
    [InlineData("map map_a { type ipv4_addr : verdict; elements = { 10.0.0.1 : return }; }")]
    [InlineData("chain chain_a { type filter hook input priority 0; policy drop; }")]
    [InlineData("chain chain_a { type filter hook postrouting priority 0; }")]
    [InlineData("chain chain_a { type nat hook input priority 0; }")]
    [InlineData("chain chain_a { ip saddr { 10.0.0.1, 10.0.0.2 } accept; }")]
    [InlineData("chain Chain { }")]
    public void Anything_else_of_somebody_else_is_told_from_ours(string content)
    {
        using var sandbox = new Sandbox();
        sandbox.LoadText($"table inet merlon_a {{\n{content}\n}}\n");
        Assert.Throws<ForeignRulesetException>(() => sandbox.Device.ReadTable(Names.TableA));
    }

    [Fact]
    public void What_nft_puts_into_a_set_is_read_as_ours()
    {
        using var sandbox = new Sandbox();
        sandbox.LoadText("table inet merlon_a {\n\tset set_a { type ipv4_addr; flags interval; elements = { 10.0.0.0/8 }; }\n}\n");
        var current = Table([Blocks("set_a", IpFamily.IPv4, "10.0.0.0/8")], [], []);
        Assert.Equal(current, sandbox.Device.ReadTable(Names.TableA));
        var wanted = Table([Blocks("set_a", IpFamily.IPv4, "0.0.0.0/8", "11.0.0.0/8")], [], []);
        sandbox.Device.Apply(current, wanted);
        Assert.Equal(wanted, sandbox.Device.ReadTable(Names.TableA));
        sandbox.Nft("add", "element", "inet", "merlon_a", "set_a", "{", "12.0.0.0/8", "}");
        Assert.Contains("12.0.0.0/8", sandbox.Nft("list", "ruleset"), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_tables_do_not_matter()
    {
        using var sandbox = new Sandbox();
        sandbox.LoadText("table inet other {\n\tset s { type ether_addr; }\n\tchain c { counter; }\n}\ntable ip merlon_a {\n\tchain c { counter; }\n}\n");
        Assert.Null(sandbox.Device.ReadTable(Names.TableA));
        var table = Table([], [], [Chain("chain_a"), new NftChain(Name("base_a"), NftHook.Input, 0, [])]) with { };
        sandbox.Device.Load(table);
        Assert.Equal(table with { Chains = [.. table.Chains.OrderBy(chain => chain.Name)] }, sandbox.Device.ReadTable(Names.TableA));
    }

    // Nothing is left of what was refused, and the device goes on.
    static NetlinkException Refused(NftTable table)
    {
        using var sandbox = new Sandbox();
        var e = Assert.Throws<NetlinkException>(() => sandbox.Device.Load(table));
        Assert.Equal("", sandbox.Nft("list", "ruleset"));
        sandbox.Device.Load(Table([], [], []));
        return e;
    }
}

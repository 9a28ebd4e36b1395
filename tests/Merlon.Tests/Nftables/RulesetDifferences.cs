using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Tests.Nftables;

public class RulesetDifferences
{
    static readonly NftName TableName = NftName.Fixed("merlon_a");
    static readonly NftName Dispatch = NftName.Fixed("eg_map");
    static readonly NftName OldChain = NftName.Fixed("eg_old");
    static readonly NftName NewChain = NftName.Fixed("eg_new");

    [Fact]
    public void Equal_tables_differ_in_nothing()
    {
        var table = Table(Map(("10.0.0.1", new NftVerdict.Goto(OldChain))), Chain(OldChain, NftVerdict.Drop));
        Assert.True(RulesetDifference.Between(table, table with { Maps = [.. table.Maps] }).IsEmpty);
    }

    [Fact]
    public void A_table_is_made_in_one_transaction_with_what_leads_elsewhere_last()
    {
        var table = Table(Map(("10.0.0.1", new NftVerdict.Goto(OldChain))), Chain(OldChain, NftVerdict.Drop));
        var batch = Assert.Single(RulesetDifference.Creating(table).Batches);
        Assert.Equal(
            [
                new RulesetStep.CreateTable(), new RulesetStep.CreateMap(table.Maps[0]), new RulesetStep.CreateChain(table.Chains[0]),
                new RulesetStep.AddRules(table.Chains[0]), new RulesetStep.AddMapElements(table.Maps[0]),
            ],
            batch.Steps);
    }

    [Fact]
    public void A_table_is_removed_as_one() =>
        Assert.Equal([new RulesetBatch([new RulesetStep.DeleteTable()])], RulesetDifference.Deleting(TableName).Batches);

    [Fact]
    public void A_new_chain_is_there_before_a_map_leads_to_it_and_the_old_one_leaves_afterwards()
    {
        var current = Table(Map(("10.0.0.1", new NftVerdict.Goto(OldChain))), Chain(OldChain, NftVerdict.Drop));
        var wanted = Table(Map(("10.0.0.1", new NftVerdict.Goto(NewChain))), Chain(NewChain, NftVerdict.Drop));
        Assert.Equal(
            [
                new RulesetBatch([new RulesetStep.CreateChain(wanted.Chains[0]), new RulesetStep.AddRules(wanted.Chains[0])]),
                new RulesetBatch([new RulesetStep.RemoveMapElements(current.Maps[0]), new RulesetStep.AddMapElements(wanted.Maps[0])]),
                new RulesetBatch([new RulesetStep.FlushChain(OldChain), new RulesetStep.DeleteChain(OldChain)]),
            ],
            RulesetDifference.Between(current, wanted).Batches);
    }

    [Fact]
    public void Only_elements_that_differ_are_touched()
    {
        var current = Table(Map(("10.0.0.1", NftVerdict.Accept), ("10.0.0.2", NftVerdict.Accept), ("10.0.0.3", NftVerdict.Drop)));
        var wanted = Table(Map(("10.0.0.1", NftVerdict.Accept), ("10.0.0.2", NftVerdict.Drop), ("10.0.0.4", NftVerdict.Drop)));
        var batch = Assert.Single(RulesetDifference.Between(current, wanted).Batches);
        Assert.Equal(
            [
                new RulesetStep.RemoveMapElements(Map(("10.0.0.2", NftVerdict.Accept), ("10.0.0.3", NftVerdict.Drop))),
                new RulesetStep.AddMapElements(Map(("10.0.0.2", NftVerdict.Drop), ("10.0.0.4", NftVerdict.Drop))),
            ],
            batch.Steps);
    }

    [Fact]
    public void A_base_chain_is_rewritten_in_one_transaction_between_what_it_needs_and_what_it_needed()
    {
        var current = Table(Base(0, new NftVerdict.Jump(OldChain)), Chain(OldChain, NftVerdict.Drop));
        var wanted = Table(Base(0, new NftVerdict.Jump(NewChain)), Chain(NewChain, NftVerdict.Drop));
        Assert.Equal(
            [
                new RulesetBatch([new RulesetStep.CreateChain(wanted.Chains[1]), new RulesetStep.AddRules(wanted.Chains[1])]),
                new RulesetBatch([new RulesetStep.FlushChain(wanted.Chains[0].Name), new RulesetStep.AddRules(wanted.Chains[0])]),
                new RulesetBatch([new RulesetStep.FlushChain(OldChain), new RulesetStep.DeleteChain(OldChain)]),
            ],
            RulesetDifference.Between(current, wanted).Batches);
    }

    [Fact]
    public void A_new_base_chain_comes_after_all_that_it_leads_to()
    {
        var wanted = Table(Base(0, new NftVerdict.Jump(NewChain)), Chain(NewChain, NftVerdict.Drop));
        var batches = RulesetDifference.Between(Table(), wanted).Batches;
        Assert.Equal(2, batches.Length);
        Assert.Contains(new RulesetStep.AddRules(wanted.Chains[1]), batches[0].Steps);
        Assert.Equal([new RulesetStep.CreateChain(wanted.Chains[0]), new RulesetStep.AddRules(wanted.Chains[0])], batches[1].Steps);
    }

    [Fact]
    public void A_base_chain_that_moves_is_made_again_in_one_transaction()
    {
        var (current, wanted) = (Base(0, NftVerdict.Accept), Base(10, NftVerdict.Accept));
        Assert.Equal(
            [
                new RulesetBatch(
                [
                    new RulesetStep.FlushChain(current.Name), new RulesetStep.DeleteChain(current.Name),
                    new RulesetStep.CreateChain(wanted), new RulesetStep.AddRules(wanted),
                ]),
            ],
            RulesetDifference.Between(Table(current), Table(wanted)).Batches);
    }

    [Fact]
    public void Members_of_sets_that_no_rule_asks_come_and_go_in_one_transaction()
    {
        var batch = Assert.Single(RulesetDifference.Between(Table(Members("10.0.0.1", "10.0.0.2")), Table(Members("10.0.0.2", "10.0.0.3"))).Batches);
        Assert.Equal([new RulesetStep.RemoveElements(Members("10.0.0.1")), new RulesetStep.AddElements(Members("10.0.0.3"))], batch.Steps);
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1,10.0.0.2")]
    [InlineData("10.0.0.1,10.0.0.2", "10.0.0.1")]
    public void Members_that_only_come_or_only_go_take_one_transaction(string before, string after)
    {
        var chain = Asking("in_same", NftVerdict.Accept);
        Assert.Equal(PacketWait.None, Assert.Single(RulesetDifference.Between(Led(chain, before.Split(',')), Led(chain, after.Split(','))).Batches).Wait);
    }

    // A packet that asked for its source before, and for its destination afterwards, would pass where neither ruleset allows it.
    [Theory]
    [InlineData("accept", false)]
    [InlineData("drop", true)]
    public void What_closes_is_changed_before_what_opens_and_no_packet_sees_both(string verdict, bool isClosedByComing)
    {
        var chain = Asking("in_same", verdict == "drop" ? NftVerdict.Drop : NftVerdict.Accept);
        var batches = RulesetDifference.Between(Led(chain, "10.0.0.1"), Led(chain, "10.0.0.2")).Batches;
        RulesetStep left = new RulesetStep.RemoveElements(Members("10.0.0.1"));
        RulesetStep came = new RulesetStep.AddElements(Members("10.0.0.2"));
        Assert.Equal(
            [
                new RulesetBatch([isClosedByComing ? came : left]),
                new RulesetBatch([isClosedByComing ? left : came]) { Wait = PacketWait.FromDevices },
            ],
            batches);
    }

    // What a process sends can be put off in the middle of its way, so that no visit to a processor tells that it is over.
    [Fact]
    public void Where_a_host_has_endpoints_packets_of_its_own_processes_are_waited_for_too()
    {
        var chain = Asking("in_same", NftVerdict.Accept);
        var own = new NftChain(NftName.Fixed("host_output"), NftHook.Output, -15, []);
        var batches = RulesetDifference.Between(
            Led(chain, "10.0.0.1") with { Chains = [own, chain] }, Led(chain, "10.0.0.2") with { Chains = [own, chain] }).Batches;
        Assert.Equal([PacketWait.None, PacketWait.All], batches.Select(batch => batch.Wait));
    }

    [Theory]
    [InlineData("accept", true)]
    [InlineData("drop", false)]
    public void To_ask_who_is_not_in_a_set_turns_the_order_round(string verdict, bool isClosedByComing)
    {
        var asked = verdict == "drop" ? NftVerdict.Drop : NftVerdict.Accept;
        var chain = Asking("in_same", asked, isNegated: true);
        var batches = RulesetDifference.Between(Led(chain, "10.0.0.1"), Led(chain, "10.0.0.2")).Batches;
        RulesetStep left = new RulesetStep.RemoveElements(Members("10.0.0.1"));
        RulesetStep came = new RulesetStep.AddElements(Members("10.0.0.2"));
        Assert.Equal([isClosedByComing ? came : left], batches[0].Steps);
        Assert.Equal([isClosedByComing ? left : came], batches[1].Steps);
    }

    // An old rule that met a new member, or a new rule that met an old one, would let through what neither ruleset allows.
    [Fact]
    public void Members_of_a_set_that_only_allows_leave_before_pods_are_led_elsewhere_and_come_after()
    {
        var old = Asking("in_old", NftVerdict.Accept);
        var renewed = Asking("in_new", NftVerdict.Accept);
        var batches = RulesetDifference.Between(Led(old, "10.0.0.1"), Led(renewed, "10.0.0.2")).Batches;
        Assert.Equal(3, batches.Length);
        Assert.Contains(new RulesetStep.RemoveElements(Members("10.0.0.1")), batches[0].Steps);
        Assert.DoesNotContain(batches[1].Steps, step => step is RulesetStep.RemoveElements or RulesetStep.AddElements);
        Assert.Contains(new RulesetStep.AddElements(Members("10.0.0.2")), batches[2].Steps);
    }

    [Fact]
    public void Members_of_a_set_that_only_denies_come_before_pods_are_led_elsewhere_and_leave_after()
    {
        var batches = RulesetDifference.Between(
            Led(Asking("in_old", NftVerdict.Drop), "10.0.0.1"), Led(Asking("in_new", NftVerdict.Drop), "10.0.0.2")).Batches;
        Assert.Contains(new RulesetStep.AddElements(Members("10.0.0.2")), batches[0].Steps);
        Assert.Contains(new RulesetStep.RemoveElements(Members("10.0.0.1")), batches[2].Steps);
        Assert.Equal([PacketWait.None, PacketWait.None, PacketWait.FromDevices], batches.Select(batch => batch.Wait));
    }

    [Fact]
    public void Members_of_a_set_whose_meaning_changes_change_in_the_very_transaction_that_leads_pods_elsewhere()
    {
        var batches = RulesetDifference.Between(
            Led(Asking("in_old", NftVerdict.Drop), "10.0.0.1"), Led(Asking("in_new", NftVerdict.Accept), "10.0.0.2")).Batches;
        Assert.Contains(new RulesetStep.RemoveElements(Members("10.0.0.1")), batches[1].Steps);
        Assert.Contains(new RulesetStep.AddElements(Members("10.0.0.2")), batches[1].Steps);
        Assert.Equal(PacketWait.None, batches[2].Wait);
    }

    static NftChain Asking(string name, NftVerdict verdict, bool isNegated = false) => new(
        NftName.Fixed(name), null, 0,
        [new NftRule.Decide([new NftMatch.InSet(PacketField.SourceAddressV4, Members("10.0.0.1").Name) { IsNegated = isNegated }], verdict, "")]);

    static NftTable Led(NftChain chain, params string[] members) =>
        new(TableName, [Members(members)], [Map(("10.0.0.9", new NftVerdict.Jump(chain.Name)))], [chain]);

    [Fact]
    public void Members_that_no_rule_asks_for_change_in_the_very_transaction_that_leads_pods_elsewhere()
    {
        var old = new NftChain(NftName.Fixed("in_old"), null, 0, []);
        var renewed = new NftChain(NftName.Fixed("in_new"), null, 0, []);
        var leads = (NftChain chain) => Map(("10.0.0.9", new NftVerdict.Jump(chain.Name)));
        var current = new NftTable(TableName, [Members("10.0.0.1")], [leads(old)], [old]);
        var wanted = new NftTable(TableName, [Members("10.0.0.2")], [leads(renewed)], [renewed]);
        var batches = RulesetDifference.Between(current, wanted).Batches;
        Assert.Equal(3, batches.Length);
        Assert.Equal(
            [
                new RulesetStep.RemoveElements(Members("10.0.0.1")),
                new RulesetStep.AddElements(Members("10.0.0.2")),
                new RulesetStep.RemoveMapElements(leads(old)),
                new RulesetStep.AddMapElements(leads(renewed)),
            ],
            batches[1].Steps);
        Assert.DoesNotContain(
            batches[0].Steps.Concat(batches[2].Steps),
            step => step is RulesetStep.AddElements or RulesetStep.RemoveElements);
    }

    [Fact]
    public void A_block_in_the_way_of_another_leaves_before_it_comes()
    {
        var steps = Assert.Single(RulesetDifference.Between(
            Table(Blocks("10.0.0.0/24", "10.0.1.0/24", "10.9.0.0/16")), Table(Blocks("10.0.0.0/23", "11.0.0.0/8"))).Batches).Steps;
        Assert.Equal(
            [
                new RulesetStep.RemoveElements(Blocks("10.0.0.0/24", "10.0.1.0/24", "10.9.0.0/16")),
                new RulesetStep.AddElements(Blocks("10.0.0.0/23", "11.0.0.0/8")),
            ],
            steps);
    }

    [Fact]
    public void A_range_of_ports_in_the_way_of_another_leaves_before_it_comes()
    {
        var steps = Assert.Single(RulesetDifference.Between(Table(Ports((1, 10), (20, 30))), Table(Ports((5, 10), (31, 31)))).Batches).Steps;
        Assert.Equal(
            [new RulesetStep.RemoveElements(Ports((1, 10), (20, 30))), new RulesetStep.AddElements(Ports((5, 10), (31, 31)))],
            steps);
    }

    [Fact]
    public void A_name_of_another_type_is_a_wrong_call()
    {
        var asMap = Table(new NftVerdictMap(NftName.Fixed("set_a"), IpFamily.IPv4, []));
        Assert.Throws<ArgumentException>(() => RulesetDifference.Between(Table(Members()), Table(Blocks())));
        Assert.Throws<ArgumentException>(() => RulesetDifference.Between(Table(Members()), asMap));
        Assert.Throws<ArgumentException>(() => RulesetDifference.Between(asMap, Table(Members())));
        Assert.Throws<ArgumentException>(() => RulesetDifference.Between(Table(), Table() with { Name = NftName.Fixed("merlon_b") }));
    }

    static NftTable Table(params NftChain[] chains) => new(TableName, [], [], [.. chains]);

    static NftTable Table(NftVerdictMap map, params NftChain[] chains) => new(TableName, [], [map], [.. chains]);

    static NftTable Table(NftSet set) => new(TableName, [set], [], []);

    static NftChain Chain(NftName name, NftVerdict verdict) => new(name, null, 0, [new NftRule.Decide([], verdict, "")]);

    static NftChain Base(int priority, NftVerdict verdict) =>
        new(NftName.Fixed("base_a"), NftHook.Forward, priority, [new NftRule.Decide([], verdict, "")]);

    static NftVerdictMap Map(params (string Address, NftVerdict Verdict)[] elements) =>
        new(Dispatch, IpFamily.IPv4, [.. elements.Select(element => KeyValuePair.Create(IpAddress.Parse(element.Address), element.Verdict))]);

    static NftSet.Addresses Members(params string[] elements) =>
        new(NftName.Fixed("set_a"), IpFamily.IPv4, [.. elements.Select(element => IpAddress.Parse(element))]);

    static NftSet.Blocks Blocks(params string[] elements) =>
        new(NftName.Fixed("set_a"), IpFamily.IPv4, [.. elements.Select(element => Cidr.Parse(element))]);

    static NftSet.Ports Ports(params (ushort First, ushort Last)[] ranges) =>
        new(NftName.Fixed("set_a"), [.. ranges.Select(range => new PortRange(range.First, range.Last))]);
}

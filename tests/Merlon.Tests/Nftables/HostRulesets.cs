using Merlon.Nftables;
using Merlon.Tests.Evaluation;

namespace Merlon.Tests.Nftables;

/// <summary>What host endpoints add to the ruleset of a node, and to whose.</summary>
public sealed class HostRulesets
{
    static readonly string PreDnat = HostWorld.Policy("pre", "applyOnForward: true, preDNAT: true, types: [Ingress], ingress: [{action: Allow, protocol: TCP, destination: {ports: [30080]}}]");
    static readonly string Untracked = HostWorld.Policy("raw", "applyOnForward: true, doNotTrack: true, types: [Ingress], ingress: [{action: Allow, protocol: UDP}]");

    [Fact]
    public void Where_no_node_has_an_endpoint_policies_of_hosts_change_no_byte() =>
        Assert.Equal(Text(new HostWorld(), "n1"), Text(new HostWorld(PreDnat, Untracked), "n1"));

    [Fact]
    public void The_endpoint_of_one_node_changes_no_byte_of_another() =>
        Assert.Equal(Text(new HostWorld(), "n2"), Text(new HostWorld(HostWorld.Endpoint("a", "n1", "eth0")), "n2"));

    [Theory]
    [InlineData("eth0", "host_input host_output host_prednat host_raw_in")]
    [InlineData("*", "host_input host_output host_prednat")]
    public void A_hook_is_taken_only_where_a_policy_needs_it(string @interface, string expected)
    {
        var table = Table(new HostWorld(HostWorld.Endpoint("a", "n1", @interface), PreDnat, Untracked), "n1");
        var chains = table.Chains.Where(chain => chain.Hook is not null).Select(chain => chain.Name.Text)
            .Where(name => name.StartsWith("host_", StringComparison.Ordinal));
        Assert.Equal(expected.Split(' '), chains);
    }

    [Fact]
    public void An_endpoint_of_all_interfaces_takes_what_those_with_an_endpoint_of_their_own_leave()
    {
        var world = new HostWorld(HostWorld.Endpoint("own", "n1", "eth0"), HostWorld.Endpoint("all", "n1", "*"));
        var input = Table(world, "n1").Chains.Single(chain => chain.Name.Text == "host_input");
        Assert.Equal(
            ["iifname \"eth0\" drop comment \"HostEndpoint own\"", "drop comment \"HostEndpoint all\""],
            input.Rules.TakeLast(2).Select(rule => rule.ToString()));
    }

    [Fact]
    public void An_endpoint_of_which_nothing_tells_the_interface_is_not_left_out_silently()
    {
        var world = new HostWorld(HostWorld.Endpoint("a", "n1", null, "70.0.98.11"));
        Assert.Equal("a", Assert.Single(RulesetCompiler.WithoutInterface(world.Evaluator, "n1")).Name);
        Assert.Throws<ArgumentException>(() => Table(world, "n1"));
    }

    static NftTable Table(HostWorld world, string node) =>
        RulesetCompiler.Compile(world.Evaluator, node, NftName.Fixed("merlon_a"));

    static string Text(HostWorld world, string node)
    {
        using var text = new StringWriter();
        NftText.Write(Table(world, node), text);
        return text.ToString();
    }
}

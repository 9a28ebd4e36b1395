using Merlon.Evaluation;

namespace Merlon.Tests.Apis.Iptables;

/// <summary>The rules that the Portworx guide runs on a node, packet by packet.</summary>
public sealed class GuideRows
{
    [Theory]
    [InlineData("70.0.98.12", "70.0.98.11", "9001/tcp", Verdict.Allow)]
    [InlineData("203.0.113.5", "70.0.98.11", "9022/tcp", Verdict.Deny)]
    [InlineData("203.0.113.5", "70.0.98.11", "9000/tcp", Verdict.Deny)]
    [InlineData("203.0.113.5", "70.0.98.11", "9023/tcp", Verdict.Allow)]
    [InlineData("203.0.113.5", "70.0.98.11", "8999/tcp", Verdict.Allow)]
    [InlineData("203.0.113.5", "70.0.98.11", "9002/udp", Verdict.Allow)]
    [InlineData("2001:db8::5", "2001:db8:98::11", "9001/tcp", Verdict.Allow)]
    [InlineData("127.0.0.1", "70.0.98.11", "9001/tcp", Verdict.Allow)]
    [InlineData("127.0.0.2", "70.0.98.11", "9001/tcp", Verdict.Deny)]
    [InlineData("x/a", "node/n1", "9001/tcp", Verdict.Deny)]
    [InlineData("x/b", "node/n1", "9001/tcp", Verdict.Allow)]
    [InlineData("203.0.113.5", "x/a", "9001/tcp", Verdict.Allow)]
    public void A_packet_fares_as_the_rules_say(string from, string to, string port, Verdict verdict) =>
        Assert.Equal(verdict, Hosts.With(Hosts.Guide).Verdict(from, to, port));

    [Fact]
    public void The_range_includes_both_ends_and_the_rule_is_named()
    {
        var result = Hosts.With(Hosts.Guide).AtDestination("203.0.113.5", "70.0.98.11", "9022/tcp");
        Assert.Equal((6, 6), (result!.Decider!.Rule!.Number, result.Decider.Rule.Origin.Line));
    }

    [Fact]
    public void A_node_that_is_listed_behind_the_drop_stays_out()
    {
        var rules = Hosts.Guide
            + "\niptables -A INPUT -p tcp -s 70.0.98.15 --match multiport --dports 9000:9022 -j ACCEPT";
        Assert.Equal(Verdict.Deny, Hosts.With(rules).Verdict("70.0.98.15", "70.0.98.11", "9001/tcp"));
    }

    [Fact]
    public void A_jump_in_front_that_accepts_lets_a_local_pod_in()
    {
        var rules = "iptables -N cali-INPUT\niptables -A INPUT -j cali-INPUT\n"
            + "iptables -A cali-INPUT -s 10.244.1.0/24 -j ACCEPT\n" + Hosts.Guide;
        Assert.Equal(Verdict.Allow, Hosts.With(rules).Verdict("x/a", "node/n1", "9001/tcp"));
    }

    [Fact]
    public void A_jump_in_front_that_the_input_does_not_show_leaves_it_unknown()
    {
        var answer = Hosts.With("iptables -A INPUT -j cali-INPUT\n" + Hosts.Guide).Ask("x/a", "node/n1", "9001/tcp");
        Assert.Equal(Verdict.Unknown, answer.Verdict);
        Assert.Contains("chain cali-INPUT, which is not in the input", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Pods_are_seen_with_their_own_address_where_nothing_masquerades()
    {
        var options = EvaluationOptions.Default with { MasqueradeToNodes = false };
        Assert.Equal(Verdict.Deny, Hosts.With(Hosts.Guide, options).Verdict("x/b", "node/n1", "9001/tcp"));
    }

    [Fact]
    public void A_rule_without_a_target_only_counts()
    {
        var read = Hosts.Read("iptables -A INPUT -p tcp --dport 80");
        Assert.Equal("IPT-NO-TARGET", Assert.Single(read.Diagnostics).Code.Id);
        Assert.Equal(Verdict.Allow, Hosts.With("iptables -A INPUT -p tcp --dport 80").Verdict("203.0.113.5", "70.0.98.11", "80/tcp"));
    }

    [Theory]
    [InlineData("70.0.98.12", "9001/tcp", Verdict.Unknown)]
    [InlineData("203.0.113.9", "443/tcp", Verdict.Unknown)]
    [InlineData("203.0.113.5", "22/tcp", Verdict.Allow)]
    public void An_ipset_leaves_open_what_was_not_decided_before(string from, string port, Verdict verdict)
    {
        const string rules = """
            iptables -P INPUT DROP
            iptables -A INPUT -p tcp --dport 22 -j ACCEPT
            iptables -A INPUT -m set --match-set trusted src -j ACCEPT
            """;
        Assert.Equal(verdict, Hosts.With(rules).Verdict(from, "70.0.98.11", port));
    }

    [Fact]
    public void A_list_of_ports_needs_a_protocol()
    {
        var fault = Assert.Single(Hosts.Read("iptables -A INPUT --match multiport --dports 9000:9022 -j DROP").Diagnostics);
        Assert.Equal(("IPT-SYNTAX", 1, 37), (fault.Code.Id, fault.Location.Line, fault.Location.Column));
        Assert.Contains("-p tcp", fault.Message, StringComparison.Ordinal);
    }
}

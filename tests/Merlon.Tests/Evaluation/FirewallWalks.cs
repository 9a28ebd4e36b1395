using Merlon.Evaluation;
using Merlon.Policies.Firewalls;
using Merlon.Tests.Apis.Iptables;

namespace Merlon.Tests.Evaluation;

/// <summary>How a flow meets the firewalls of hosts: which chains, in which order, and what doubt does to it.</summary>
public sealed class FirewallWalks
{
    const string Stranger = "203.0.113.5";
    const string Node = "70.0.98.11";

    [Fact]
    public void The_first_rule_that_decides_counts()
    {
        var answerer = Hosts.With("iptables -A INPUT -s 203.0.113.0/24 -j ACCEPT\niptables -A INPUT -j DROP");
        Assert.Equal(Verdict.Allow, answerer.Verdict(Stranger, Node, "80/tcp"));
        Assert.Equal(Verdict.Deny, answerer.Verdict("198.51.100.1", Node, "80/tcp"));
    }

    [Fact]
    public void A_return_leaves_the_chain_and_the_caller_goes_on()
    {
        const string rules = """
            *filter
            :INPUT DROP
            :site -
            -A site -s 203.0.113.5/32 -j RETURN
            -A site -j DROP
            -A INPUT -j site
            -A INPUT -j ACCEPT
            COMMIT
            """;
        Assert.Equal(Verdict.Allow, Hosts.With(rules).Verdict(Stranger, Node, "80/tcp"));
        Assert.Equal(Verdict.Deny, Hosts.With(rules).Verdict("203.0.113.6", Node, "80/tcp"));
    }

    [Fact]
    public void A_goto_does_not_come_back()
    {
        const string rules = "*filter\n:INPUT DROP\n:site -\n-A INPUT -g site\n-A INPUT -j ACCEPT\nCOMMIT";
        Assert.Equal(Verdict.Deny, Hosts.With(rules).Verdict(Stranger, Node, "80/tcp"));
    }

    [Fact]
    public void Logs_and_marks_fall_through_and_a_mark_is_seen_later()
    {
        const string rules = """
            *mangle
            :INPUT ACCEPT
            -A INPUT -p tcp --dport 80 -j MARK --set-xmark 0x8000/0x8000
            -A INPUT -j LOG --log-prefix "in: "
            COMMIT
            *filter
            :INPUT ACCEPT
            -A INPUT -m mark --mark 0x8000/0x8000 -j DROP
            COMMIT
            """;
        Assert.Equal(Verdict.Deny, Hosts.With(rules).Verdict(Stranger, Node, "80/tcp"));
        Assert.Equal(Verdict.Allow, Hosts.With(rules).Verdict(Stranger, Node, "81/tcp"));
    }

    [Fact]
    public void Doubt_that_cannot_turn_the_verdict_is_none()
    {
        var answerer = Hosts.With("iptables -A INPUT -m limit --limit 5/min -j ACCEPT\niptables -A INPUT -p tcp -j ACCEPT");
        Assert.Equal(Verdict.Allow, answerer.Verdict(Stranger, Node, "80/tcp"));
    }

    [Fact]
    public void A_doubtful_return_makes_what_follows_it_doubtful()
    {
        const string rules = """
            *filter
            :INPUT ACCEPT
            :site -
            -A site -m set --match-set friends src -j RETURN
            -A site -j DROP
            -A INPUT -j site
            COMMIT
            """;
        var answer = Hosts.With(rules).Ask(Stranger, Node, "80/tcp");
        Assert.Equal(Verdict.Unknown, answer.Verdict);
        Assert.Contains("rule 2 of site", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_is_judged_by_its_first_packet()
    {
        var answerer = Hosts.With(
            "iptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT\niptables -A INPUT -j DROP");
        Assert.Equal(Verdict.Deny, answerer.Verdict(Stranger, Node, "80/tcp"));
    }

    [Fact]
    public void What_a_node_sends_meets_its_output_and_to_itself_its_input_on_the_loopback()
    {
        var answerer = Hosts.With("iptables -A OUTPUT -p tcp --dport 80 -j DROP\niptables -A INPUT ! -i lo -j DROP");
        Assert.Equal(Verdict.Deny, answerer.Verdict("node/n1", Stranger, "80/tcp"));
        Assert.Equal(Verdict.Allow, answerer.Verdict("node/n1", Stranger, "81/tcp"));
        Assert.Equal(Verdict.Allow, answerer.Verdict("node/n1", "node/n1", "81/tcp"));
        Assert.Equal(Verdict.Deny, answerer.Verdict("node/n2", "node/n1", "81/tcp"));
    }

    [Theory]
    [InlineData("x/a", Verdict.Unknown)]
    [InlineData("x/b", Verdict.Deny)]
    [InlineData("203.0.113.5", Verdict.Deny)]
    public void Only_a_pod_of_the_host_comes_in_by_an_interface_of_pods(string from, Verdict verdict)
    {
        var answerer = Hosts.With("iptables -A INPUT -i cali+ -j ACCEPT\niptables -A INPUT -j DROP");
        Assert.Equal(verdict, answerer.Verdict(from, "node/n1", "80/tcp"));
    }

    [Fact]
    public void A_flow_comes_from_who_it_says_it_is()
    {
        var answerer = Hosts.With("iptables -t raw -A PREROUTING -m rpfilter --validmark --invert -j DROP");
        Assert.Equal(Verdict.Allow, answerer.Verdict(Stranger, Node, "80/tcp"));
    }

    [Theory]
    [InlineData("x/a", "x/b", Verdict.Deny)]
    [InlineData("x/b", "x/a", Verdict.Deny)]
    [InlineData("x/a", "x/c", Verdict.Deny)]
    [InlineData("x/a", "node/n2", Verdict.Deny)]
    [InlineData("203.0.113.5", "x/a", Verdict.Deny)]
    [InlineData("x/a", "203.0.113.5", Verdict.Deny)]
    [InlineData("x/a", "node/n1", Verdict.Allow)]
    [InlineData("node/n1", "x/a", Verdict.Allow)]
    [InlineData("203.0.113.5", "node/n1", Verdict.Allow)]
    [InlineData("x/b", "node/n2", Verdict.Allow)]
    public void Forwarding_is_what_passes_through(string from, string to, Verdict verdict) =>
        Assert.Equal(verdict, Hosts.With("iptables -P FORWARD DROP").Verdict(from, to, "80/tcp"));

    [Fact]
    public void A_packet_whose_destination_changes_is_another_packet()
    {
        var answerer = Hosts.With("iptables -t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 8080");
        Assert.Equal(Verdict.Unknown, answerer.Verdict(Stranger, Node, "80/tcp"));
        Assert.Equal(Verdict.Allow, answerer.Verdict(Stranger, Node, "81/tcp"));
    }

    [Fact]
    public void Policies_and_firewalls_must_both_let_it_pass()
    {
        const string policy = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: closed, namespace: x}
            spec: {podSelector: {matchLabels: {pod: a}}, policyTypes: [Egress]}
            """;
        var answerer = Hosts.With("iptables -A INPUT -p tcp --dport 80 -j DROP", policies: policy);
        var result = Assert.Single(answerer.Ask("x/a", "node/n1", "81/tcp").Cases).Result;
        Assert.Equal((Verdict.Deny, Verdict.Allow), (result.Egress.Verdict, result.DestinationHost!.Verdict));
        Assert.Equal(Verdict.Deny, result.Verdict);
        Assert.Equal(FirewallHook.Input, result.DestinationHost.Hook);
        Assert.Equal(Verdict.Deny, answerer.Verdict("x/c", "node/n1", "80/tcp"));
    }
}

using Merlon.Evaluation;
using Merlon.Model;

namespace Merlon.Tests.Apis.Iptables;

/// <summary>Scripts as people write them: what of them is a rule, and what only a running shell knows.</summary>
public sealed class Scripts
{
    [Theory]
    [InlineData("iptables -A INPUT -p tcp --dport 80 -j DROP")]
    [InlineData("sudo iptables -w 5 -A INPUT -p tcp --dport 80 -j DROP")]
    [InlineData("sudo -n /sbin/iptables-nft -t filter -A INPUT -p TCP --destination-port 80 --jump DROP")]
    [InlineData("FOO=1 iptables -A INPUT -p 6 -m tcp --dport 80:80 -j DROP >/dev/null 2>&1")]
    [InlineData("iptables -A INPUT -p tcp \\\n  --dport 80 \\\n  -j DROP # the web")]
    [InlineData("set -e; iptables -N web; iptables -A INPUT -p tcp -g web; iptables -A web -p tcp --dport http -j REJECT")]
    [InlineData("$ iptables -I INPUT -p tcp -m multiport --dports 80 -j DROP")]
    [InlineData("iptables -C INPUT -p tcp --dport 80 -j DROP || iptables -A INPUT -p tcp --dport 80 -j DROP")]
    [InlineData("iptables -A INPUT -p tcp --dport 80 -j ACCEPT\niptables -R INPUT 1 -p tcp --dport 80 -j DROP")]
    [InlineData("iptables -A INPUT -p tcp --dport 80 -j ACCEPT\niptables -D INPUT -p tcp --dport 80 -j ACCEPT\niptables -A INPUT -p tcp --dport 80 -j DROP")]
    [InlineData("iptables -P INPUT DROP\niptables -A INPUT -p tcp ! --dport 80 -j ACCEPT\niptables -A INPUT ! -p tcp -j ACCEPT")]
    [InlineData("iptables-restore <<EOF\n*filter\n:INPUT ACCEPT\n-A INPUT -p tcp --dport 80 -j DROP\nCOMMIT\nEOF")]
    [InlineData("*filter\n:INPUT ACCEPT [0:0]\n[1:60] -A INPUT -p tcp -m tcp --dport 80 -m comment --comment \"the web\" -j DROP\nCOMMIT")]
    public void Port_80_is_closed_and_81_is_not(string text)
    {
        Assert.Empty(Hosts.Read(text).Diagnostics);
        var answerer = Hosts.With(text);
        Assert.Equal(Verdict.Deny, answerer.Verdict("203.0.113.5", "70.0.98.11", "80/tcp"));
        Assert.Equal(Verdict.Allow, answerer.Verdict("203.0.113.5", "70.0.98.11", "81/tcp"));
    }

    [Theory]
    [InlineData("iptables -A INPUT -p tcp -s $NODE --dport 80 -j DROP")]
    [InlineData("iptables -A INPUT -p tcp --dport 80 -j \"$TARGET\"")]
    [InlineData("for n in 70.0.98.11 70.0.98.12; do iptables -A INPUT -p tcp --dport 80 -s $n -j DROP; done")]
    [InlineData("if [ -f /etc/x ]; then\n  iptables -A INPUT -p tcp --dport 80 -j DROP\nfi")]
    [InlineData("close() {\n  iptables -A INPUT -p tcp --dport 80 -j DROP\n}\nclose")]
    [InlineData("grep -q x /etc/y && iptables -A INPUT -p tcp --dport 80 -j DROP")]
    [InlineData("$IPT -A INPUT -p tcp --dport 80 -j DROP")]
    [InlineData("iptables -A $CHAIN -p tcp --dport 80 -j DROP")]
    [InlineData("iptables -A INPUT -p tcp --dport 80 $REST")]
    [InlineData("iptables -A INPUT -p tcp --dport 80 -j DROP\niptables -F \"$CHAIN\"")]
    [InlineData("iptables -A INPUT -p tcp --dport 80 -m geoip --src-cc XX -j DROP")]
    [InlineData("iptables -A INPUT -p tcp --dport 80 -s db.example -j DROP")]
    public void What_only_the_shell_or_the_host_knows_leaves_the_verdict_unknown(string text)
    {
        Assert.Equal(Verdict.Unknown, Hosts.With(text).Verdict("203.0.113.5", "70.0.98.11", "80/tcp"));
        Assert.Equal(Verdict.Allow, Hosts.With(text).Verdict("203.0.113.5", "70.0.98.11", "81/udp"));
    }

    [Fact]
    public void What_is_loaded_from_elsewhere_may_be_anything()
    {
        var read = Hosts.Read("iptables-restore < /etc/iptables/rules.v4");
        Assert.Equal("IPT-UNREAD", Assert.Single(read.Diagnostics).Code.Id);
        Assert.Equal(
            Verdict.Unknown,
            Hosts.With("iptables-restore < /etc/iptables/rules.v4").Verdict("203.0.113.5", "70.0.98.11", "80/tcp"));
    }

    [Theory]
    [InlineData("iptables -A INPUT --dport 80 -j DROP", 19, "protocol that has ports")]
    [InlineData("iptables -A INPUT -p tcp --dport 80:79 -j DROP", 34, "ends before it begins")]
    [InlineData("iptables -A INPUT -s X.X.X.11 -j ACCEPT", 22, "not an address")]
    [InlineData("iptables -A INPUT -s 10.0.0.0/33 -j ACCEPT", 22, "longer than")]
    [InlineData("iptables -A INPUT -s 2001:db8::1 -j ACCEPT", 22, "rule of IPv4")]
    [InlineData("iptables -A INPUT ! -s 10.0.0.1,10.0.0.2 -j DROP", 24, "cannot stand before a list")]
    [InlineData("iptables -A INPUT --ctstate NEW -j DROP", 19, "-m conntrack")]
    [InlineData("iptables -A INPUT --bogus -j DROP", 19, "no option")]
    [InlineData("iptables -A INPUT -j DROP -j ACCEPT", 30, "one target")]
    [InlineData("iptables -P site DROP", 13, "built-in")]
    [InlineData("iptables -t filtre -A INPUT -j DROP", 13, "no table")]
    [InlineData("iptables -A INPUT -p tcp -m multiport --dports 1,2,3,4,5,6,7,8,9:10,11:12,13:14,15:16 -j DROP", 48, "15 ports")]
    [InlineData("*filter\n:INPUT ACCEPT\n-A web -j DROP\nCOMMIT", 4, "no chain `web`")]
    [InlineData("*filter\n:INPUT ACCEPT\n-A INPUT -j DROP", 1, "COMMIT")]
    public void What_iptables_refuses_is_told_with_its_place(string text, int column, string words)
    {
        var fault = Assert.Single(Hosts.Read(text).Diagnostics);
        Assert.Equal(column, fault.Location.Column);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_told_in_one_run()
    {
        var read = Hosts.Read("iptables -A INPUT --dport 1 -j DROP\niptables -A INPUT -s X.X.X.1 -j DROP\nip6tables -P INPUT NO");
        Assert.Equal([1, 2, 3], read.Diagnostics.Select(fault => fault.Location.Line));
    }

    [Fact]
    public void Lists_of_addresses_are_a_rule_for_each_pair()
    {
        var read = Hosts.Read("iptables -A INPUT -s 10.0.0.1,10.0.0.2 -d 10.1.0.0/16,10.2.0.0/16 -j DROP");
        Assert.Equal(4, read.Firewall.For(IpFamily.IPv4)!.Chains.Single().Rules.Length);
    }

    [Fact]
    public void A_jump_back_to_its_own_chain_is_refused()
    {
        const string text = "iptables -N a; iptables -N b\niptables -A a -j b\niptables -A b -j a\niptables -A INPUT -j a";
        Assert.Equal("IPT-SYNTAX", Assert.Single(Hosts.Read(text).Diagnostics).Code.Id);
        Assert.Equal(Verdict.Unknown, Hosts.With(text).Verdict("203.0.113.5", "70.0.98.11", "80/tcp"));
    }

    [Fact]
    public void Chains_deeper_than_any_kernel_follows_are_not_followed()
    {
        const int count = 20_000;
        var chains = string.Concat(Enumerable.Range(0, count).Select(i => $":c{i} -\n"));
        var jumps = string.Concat(Enumerable.Range(0, count - 1).Select(i => $"-A c{i} -j c{i + 1}\n"));
        var text = $"*filter\n:INPUT ACCEPT\n{chains}{jumps}-A INPUT -j c0\nCOMMIT";
        Assert.Equal(Verdict.Unknown, Hosts.With(text).Verdict("203.0.113.5", "70.0.98.11", "80/tcp"));
    }

    [Fact]
    public void Chains_that_share_chains_are_walked_once_each()
    {
        var lines = Enumerable.Range(0, 60)
            .SelectMany(i => new[] { $":c{i} -" })
            .Concat(Enumerable.Range(0, 59).SelectMany(i => new[]
            {
                $"-A c{i} -m limit --limit 1/s -j c{i + 1}",
                $"-A c{i} -m limit --limit 1/s -j c{i + 1}",
            }));
        var text = $"*filter\n:INPUT ACCEPT\n{string.Join('\n', lines)}\n-A c59 -p tcp --dport 80 -j DROP\n-A INPUT -j c0\nCOMMIT";
        Assert.Equal(Verdict.Unknown, Hosts.With(text).Verdict("203.0.113.5", "70.0.98.11", "80/tcp"));
        Assert.Equal(Verdict.Allow, Hosts.With(text).Verdict("203.0.113.5", "70.0.98.11", "81/tcp"));
    }
}

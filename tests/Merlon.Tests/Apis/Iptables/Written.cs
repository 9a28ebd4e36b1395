using Merlon.Apis.Iptables;
using Merlon.Model;

namespace Merlon.Tests.Apis.Iptables;

/// <summary>Rules that are written and read again mean the same.</summary>
public sealed class Written
{
    [Theory]
    [InlineData("-p tcp -s 10.0.0.0/8 --dport 80 -j DROP")]
    [InlineData("! -p tcp ! -s 10.0.0.1 -j REJECT")]
    [InlineData("-p udp -m multiport ! --ports 1,5:9 -j ACCEPT")]
    [InlineData("-m iprange --src-range 10.0.0.3-10.0.0.9 -j RETURN")]
    [InlineData("-m conntrack ! --ctstate NEW,INVALID -j ACCEPT")]
    [InlineData("-p icmp --icmp-type echo-request -j DROP")]
    [InlineData("-p tcp --syn -j DROP")]
    [InlineData("-m addrtype --dst-type LOCAL -i eth+ -j ACCEPT")]
    [InlineData("-m mark --mark 0x4/0xf -j MARK --or-mark 0x2")]
    [InlineData("-m rpfilter --validmark --invert -j DROP")]
    [InlineData("-m comment --comment hello -j LOG")]
    public void A_rule_is_what_it_was(string rule)
    {
        var ruleset = Hosts.Read($"iptables -t mangle -P INPUT DROP\niptables -t mangle -A INPUT {rule.Replace("REJECT", "DROP", StringComparison.Ordinal)}").Firewall.For(IpFamily.IPv4)!;
        var again = Hosts.Read(IptablesWriter.Write(ruleset)).Firewall.For(IpFamily.IPv4)!;
        var (chain, other) = (Assert.Single(ruleset.Chains), Assert.Single(again.Chains));
        Assert.True(other.DropsTheRest);
        Assert.Equal(chain.Rules.Single().Target, other.Rules.Single().Target);
        Assert.Equal(chain.Rules.Single().Matches.ToHashSet(), other.Rules.Single().Matches.ToHashSet());
    }

    [Fact]
    public void A_rule_that_depends_on_the_unknown_is_named()
    {
        var ruleset = Hosts.Read("iptables -A INPUT -m set --match-set x src -j DROP").Firewall.For(IpFamily.IPv4)!;
        var error = Assert.Throws<NotSupportedException>(() => IptablesWriter.Write(ruleset));
        Assert.Contains("rules.sh:1", error.Message, StringComparison.Ordinal);
    }
}

using System.Text;
using Merlon.Apis.Iptables;
using Merlon.Linting;
using Merlon.Manifests;
using Merlon.Tests.Apis.Iptables;

namespace Merlon.Tests.Linting;

/// <summary>What is found in the rules of hosts' firewalls.</summary>
public sealed class HostRuleChecks
{
    static IEnumerable<string> Codes(string script) => Lints.OfScript(script).Select(found => $"{found.Code} {found.Location.Line}");

    [Fact]
    public void The_guide_closes_one_version_and_nothing_that_is_forwarded() =>
        Assert.Equal(["IPT-NO-FORWARD 6", "IPT-V4-ONLY 6"], Codes(Hosts.Guide));

    [Fact]
    public void A_node_appended_later_stands_behind_the_drop()
    {
        var found = Lints.OfScript(Hosts.Guide + "\niptables -A INPUT -p tcp -s 70.0.98.15 --dport 9000:9022 -j ACCEPT")
            .Single(finding => finding.Code.Id == "IPT-BEHIND-DROP");
        Assert.Equal(7, found.Location.Line);
        Assert.Contains("`-I INPUT 6`", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_that_ran_twice_repeats_its_rules()
    {
        var codes = Codes(Hosts.Guide + "\n" + Hosts.Guide).ToList();
        Assert.Equal(6, codes.Count(code => code.StartsWith("IPT-DUP", StringComparison.Ordinal)
            || code.StartsWith("IPT-BEHIND-DROP", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("-s 10.0.0.0/9 -j DROP", "-s 10.128.0.0/9 -j DROP", "-s 10.0.0.0/8 -p tcp -j LOG")]
    [InlineData("-p tcp --dport 1:100 -j ACCEPT", "-p tcp --dport 101:200 -j DROP", "-p tcp --dport 50:150 -j DROP")]
    [InlineData("-p tcp -j ACCEPT", "! -p tcp -j DROP", "-s 10.0.0.1 -j DROP")]
    [InlineData("-m conntrack --ctstate NEW,RELATED -j DROP", "-p udp -j DROP", "-p tcp -m conntrack --ctstate NEW -j DROP")]
    [InlineData("-i eth+ -j DROP", "-p udp -j DROP", "-i eth0 -p tcp -j DROP")]
    public void A_rule_whose_packets_are_all_gone_is_shadowed(string first, string second, string third) =>
        Assert.Contains("IPT-SHADOW 3", Codes($"iptables -A OUTPUT {first.Replace("-i eth", "-o eth", StringComparison.Ordinal)}\niptables -A OUTPUT {second}\niptables -A OUTPUT {third.Replace("-i eth", "-o eth", StringComparison.Ordinal)}"));

    [Theory]
    [InlineData("-s 10.0.0.0/9 -j DROP", "-s 10.0.0.0/8 -j DROP")]
    [InlineData("-m limit --limit 1/s -j DROP", "-m limit --limit 1/s -j ACCEPT")]
    [InlineData("-s 10.0.0.0/8 -j LOG", "-s 10.0.0.0/8 -j DROP")]
    [InlineData("-p tcp --syn -j DROP", "-p tcp --dport 80 -j DROP")]
    [InlineData("-m conntrack --ctstate NEW -j DROP", "-p tcp -j DROP")]
    public void A_rule_that_some_packet_reaches_is_not(string first, string second) =>
        Assert.DoesNotContain(
            Lints.OfScript($"iptables -A INPUT {first}\niptables -A INPUT {second}"),
            found => found.Code.Id is "IPT-SHADOW" or "IPT-DUP" or "IPT-BEHIND-DROP");

    [Fact]
    public void A_list_of_addresses_is_dead_only_when_all_of_it_is()
    {
        const string drop = "iptables -A INPUT -s 10.0.0.0/8 -j DROP\n";
        Assert.Contains("IPT-SHADOW 2", Codes(drop + "iptables -A INPUT -s 10.0.0.1,10.0.0.2 -j REJECT"));
        Assert.DoesNotContain("IPT-SHADOW 2", Codes(drop + "iptables -A INPUT -s 10.0.0.1,192.0.2.2 -j REJECT"));
    }

    [Fact]
    public void A_closed_policy_without_established_cuts_off_the_answers() =>
        Assert.Contains("IPT-STATELESS 1", Codes("iptables -P INPUT DROP\niptables -A INPUT -p tcp --dport 22 -j ACCEPT"));

    [Fact]
    public void A_drop_of_some_server_ports_takes_no_answers() =>
        Assert.DoesNotContain(Lints.OfScript(Hosts.Guide), found => found.Code.Id == "IPT-STATELESS");

    [Fact]
    public void The_node_port_of_a_service_is_known_by_its_manifest()
    {
        const string service = """
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: shop}
            spec: {type: NodePort, ports: [{port: 80, nodePort: 8080}]}
            """;
        var options = new LintOptions { HostFirewalls = [Hosts.Read("iptables -A INPUT -p tcp --dport 8080 -j DROP")] };
        var manifests = ManifestReader.Read([new SourceText("s.yaml", Encoding.UTF8.GetBytes(service))]);
        var found = Assert.Single(Linter.Lint(manifests, options), finding => finding.Code.Id == "IPT-NODEPORT");
        Assert.Contains("shop/web", found.Message, StringComparison.Ordinal);
    }
}

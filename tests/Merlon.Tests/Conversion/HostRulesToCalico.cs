using System.Text;
using Merlon.Conversion.Hosts;
using Merlon.Manifests;
using Merlon.Tests.Apis.Iptables;

namespace Merlon.Tests.Conversion;

/// <summary>Rules of hosts as Calico policy, and where the two differ.</summary>
public sealed class HostRulesToCalico
{
    static ConvertedHostRules Convert(string rules) => HostRulesConversion.Convert(Hosts.Read(rules), "px", ["n1", "n2"]);

    [Fact]
    public void The_guide_becomes_a_set_of_nodes_and_a_policy_that_the_server_takes()
    {
        var converted = Convert(Hosts.Guide);
        Assert.Empty(converted.NotConverted);
        var read = ManifestReader.Read([new SourceText("calico.yaml", Encoding.UTF8.GetBytes(converted.Yaml))]);
        // What a HostEndpoint is for, nodes as endpoints, may be beyond this engine; its form is not.
        Assert.All(read.Unread, document => Assert.Equal("HostEndpoint", document.Kind));
        Assert.DoesNotContain(read.Diagnostics, found => found.Severity == Diagnostics.Severity.Error);
        Assert.Contains("nets: [\"127.0.0.1/32\", \"70.0.98.11/32\", \"70.0.98.12/32\", \"70.0.98.13/32\", \"70.0.98.14/32\"]", converted.Yaml, StringComparison.Ordinal);
        Assert.Contains("- {action: Deny, protocol: TCP, destination: {ports: [\"9000:9022\"]}}\n    - {action: Allow}\n", converted.Yaml, StringComparison.Ordinal);
        Assert.Equal(2, converted.Yaml.Split("kind: HostEndpoint").Length - 1);
    }

    [Fact]
    public void The_guide_and_its_policy_are_equal_for_IPv4_from_afar_and_differ_for_IPv6_and_local_pods() => Assert.Equal(
        [
            "IPv6 from ::/0, TCP 9000-9022: the rules allow it, the policy drops it",
            "pods of the host itself, TCP 9000-9022: the rules drop it, and the policy never sees it; DefaultEndpointToHostAction decides, or a policy on the pods",
        ],
        Convert(Hosts.Guide).Differences);

    [Fact]
    public void Rules_of_both_versions_stay_apart_and_leave_no_difference_from_afar()
    {
        var converted = Convert(
            "iptables -A INPUT -p tcp --dport 80 -j DROP\nip6tables -A INPUT -p tcp --dport 443 -j DROP\n"
                + "iptables -A INPUT -p icmp --icmp-type echo-request -j DROP");
        Assert.DoesNotContain(converted.Differences, line => line.StartsWith("IPv", StringComparison.Ordinal));
    }

    [Fact]
    public void A_closed_policy_that_drops_ssh_meets_the_failsafe_ports()
    {
        var converted = Convert("iptables -P INPUT DROP\niptables -A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT\n"
            + "iptables -A INPUT -s 192.0.2.0/24 -j ACCEPT");
        Assert.Contains(converted.Differences, line => line.Contains("22/TCP", StringComparison.Ordinal)
            && line.Contains("failsafe", StringComparison.Ordinal));
        Assert.Empty(converted.NotConverted);
    }

    [Theory]
    [InlineData("iptables -A INPUT -m limit --limit 1/s -j ACCEPT", "limit")]
    [InlineData("iptables -A INPUT -i eth0 -j DROP", "interface")]
    [InlineData("iptables -A FORWARD -j DROP", "FORWARD")]
    public void What_Calico_has_no_words_for_is_told(string rule, string words) =>
        Assert.Contains(words, Assert.Single(Convert(rule).NotConverted), StringComparison.Ordinal);
}

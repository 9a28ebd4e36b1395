namespace Merlon.Cli.Tests.Commands;

/// <summary><c>merlon convert rules.sh --to calico/v3</c>.</summary>
public sealed class ConvertHostSpecs
{
    const string Rules = """
        iptables -A INPUT -p tcp -s 192.0.2.11 --dport 9001 -j ACCEPT
        iptables -A INPUT -p tcp -s 192.0.2.12 --dport 9001 -j ACCEPT
        iptables -A INPUT -p tcp --dport 9001 -j DROP

        """;

    [Fact]
    public void I_get_policies_and_am_told_where_they_differ()
    {
        using var place = new Workplace();
        place.Write("rules.sh", Rules);
        var run = place.Run("convert", "rules.sh", "--to", "calico/v3", "--node", "n1", "--name", "px");
        Assert.Equal(1, run.ExitCode);
        foreach (var kind in new[] { "HostEndpoint", "GlobalNetworkPolicy", "GlobalNetworkSet" })
        {
            Assert.Contains($"kind: {kind}", run.Output, StringComparison.Ordinal);
        }
        Assert.Contains("IPv6 from ::/0, TCP 9001: the rules allow it, the policy drops it", run.Error, StringComparison.Ordinal);
        Assert.Contains("pods of the host itself", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_nodes_come_from_their_manifests()
    {
        using var place = new Workplace();
        place.Write("rules.sh", Rules);
        place.Write("nodes.yaml", "{apiVersion: v1, kind: Node, metadata: {name: a}}\n---\n{apiVersion: v1, kind: Node, metadata: {name: b}}\n");
        var run = place.Run("convert", "rules.sh", "nodes.yaml", "--to", "calico/v3");
        Assert.Contains("name: a-all", run.Output, StringComparison.Ordinal);
        Assert.Contains("name: b-all", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_Calico_cannot_say_is_named_with_its_line()
    {
        using var place = new Workplace();
        place.Write("rules.sh", "iptables -A INPUT -m limit --limit 1/s -j ACCEPT\n");
        var run = place.Run("convert", "rules.sh", "--to", "calico/v3", "--node", "n1");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("not converted  rules.sh:1", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_rules_is_told()
    {
        using var place = new Workplace();
        place.Write("rules.sh", "echo hello\n");
        var run = place.Run("convert", "rules.sh", "--to", "calico/v3");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("no rule of iptables", run.Error, StringComparison.Ordinal);
    }
}

using System.Text.Json;

namespace Merlon.Cli.Tests.Commands;

/// <summary>Firewalls of hosts, from the command line.</summary>
public sealed class HostFirewallSpecs
{
    const string Nodes = """
        {apiVersion: v1, kind: Node, metadata: {name: n1}, status: {addresses: [{type: InternalIP, address: 192.0.2.1}]}}
        ---
        {apiVersion: v1, kind: Node, metadata: {name: n2}, status: {addresses: [{type: InternalIP, address: 192.0.2.2}]}}
        """;

    const string Rules = "iptables -A INPUT -p tcp --dport 80 -j DROP\n";

    [Fact]
    public void I_can_ask_whether_a_host_drops_a_flow()
    {
        using var place = new Workplace();
        place.Write("nodes.yaml", Nodes);
        place.Write("rules.sh", Rules);
        var run = place.Run(
            "explain", "nodes.yaml", "--host-firewall", "n1=rules.sh", "--from", "203.0.113.9", "--to", "node/n1", "-p", "80");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("DENIED", run.Output, StringComparison.Ordinal);
        Assert.Contains("host firewall of n1 (input)", run.Output, StringComparison.Ordinal);
        Assert.Contains("rule 1 of INPUT drops 80/TCP from 203.0.113.9", run.Output, StringComparison.Ordinal);
        Assert.Contains("rules.sh:1", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_names_its_files_after_nodes_and_one_for_all_others()
    {
        using var place = new Workplace();
        place.Write("c/nodes.yaml", Nodes);
        place.Write("c/hosts/n1.rules", "*filter\n:INPUT ACCEPT\n-A INPUT -p tcp --dport 443 -j DROP\nCOMMIT\n");
        place.Write("c/hosts/iptables.sh", Rules);
        Assert.Equal(0, Ask("n1", "80"));
        Assert.Equal(1, Ask("n1", "443"));
        Assert.Equal(1, Ask("n2", "80"));
        Assert.Equal(0, Ask("n2", "443"));

        int Ask(string node, string port) =>
            place.Run("explain", "c", "--from", "203.0.113.9", "--to", $"node/{node}", "-p", port, "-q").ExitCode;
    }

    [Fact]
    public void An_ipset_makes_the_answer_unknown_and_says_why()
    {
        using var place = new Workplace();
        place.Write("nodes.yaml", Nodes);
        place.Write("rules.sh", "iptables -A INPUT -m set --match-set bad src -j DROP\n");
        var run = place.Run(
            "explain", "nodes.yaml", "--host-firewall", "n1=rules.sh", "--from", "203.0.113.9", "--to", "node/n1", "-p", "80");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("depends on match `set`", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_json_names_the_rule_that_decides()
    {
        using var place = new Workplace();
        place.Write("nodes.yaml", Nodes);
        place.Write("rules.sh", Rules);
        var run = place.Run(
            "explain", "nodes.yaml", "--host-firewall", "n1=rules.sh", "--from", "203.0.113.9", "--to", "node/n1", "-p", "80", "-o", "json");
        var host = Assert.Single(JsonDocument.Parse(run.Output).RootElement.GetProperty("hostFirewall").EnumerateArray());
        Assert.Equal("n1", host.GetProperty("node").GetString());
        Assert.Equal("INPUT", host.GetProperty("hook").GetString());
        Assert.Equal("Deny", host.GetProperty("verdict").GetString());
        Assert.Equal("203.0.113.9", host.GetProperty("sourceSeen").GetString());
        Assert.Equal(1, host.GetProperty("decidedBy").GetProperty("rule").GetInt32());
        Assert.Equal("rules.sh", host.GetProperty("decidedBy").GetProperty("file").GetString());
    }

    [Fact]
    public void Recorded_flows_are_judged_by_hosts_too()
    {
        using var place = new Workplace();
        place.Write("nodes.yaml", Nodes);
        place.Write("rules.sh", Rules);
        var run = place.RunWithInput(
            """{"from":"203.0.113.9","to":"node/n1","port":80}""",
            "replay", "nodes.yaml", "--host-firewall", "n1=rules.sh", "--flows", "-");
        Assert.Equal(
            """{"from":"203.0.113.9","to":"node/n1","port":80,"verdict":"Deny","egress":"Allow","ingress":"Allow","hostFirewall":"Deny","decidedBy":"host firewall of n1: rule 1 of INPUT (rules.sh:1)"}""",
            Assert.Single(run.OutputLines));
    }

    [Fact]
    public void Connections_to_a_node_leave_out_what_its_host_drops()
    {
        using var place = new Workplace();
        place.Write("all.yaml", Nodes + """

            ---
            {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: x}, spec: {nodeName: n1, containers: [{name: c, image: i}]}, status: {phase: Running, podIP: 10.0.0.1}}
            """);
        place.Write("rules.sh", Rules);
        var run = place.Run("connections", "all.yaml", "--host-firewall", "n1=rules.sh", "-o", "csv");
        Assert.Contains("x/a,node/n1,,TCP,1-79 81-65535", run.OutputLines);
        Assert.Contains("x/a,node/n2,,TCP,1-65535", run.OutputLines);
    }

    [Fact]
    public void What_is_no_firewall_in_a_folder_that_nobody_named_is_left_alone()
    {
        using var place = new Workplace();
        place.Write("c/nodes.yaml", Nodes);
        place.Write("c/hosts/backup.sh", "#!/bin/sh\ntar czf /backup.tgz /etc\n");
        Assert.Equal(0, place.Run("explain", "c", "--from", "203.0.113.9", "--to", "node/n2", "-p", "80", "-q").ExitCode);
    }

    [Fact]
    public void A_file_of_rules_among_the_paths_is_every_nodes()
    {
        using var place = new Workplace();
        place.Write("nodes.yaml", Nodes);
        place.Write("rules.sh", Rules);
        var run = place.Run("explain", "nodes.yaml", "rules.sh", "--from", "203.0.113.9", "--to", "node/n2", "-p", "80", "-q");
        Assert.Equal(1, run.ExitCode);
        var lint = place.Run("lint", "rules.sh");
        Assert.Contains("rules.sh:1:1  warning  IPT-V4-ONLY", lint.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("n9=rules.sh", "there is no node `n9`")]
    [InlineData("n1=missing.sh", "cannot read `missing.sh`")]
    [InlineData("rules.sh", "neither NODE=FILE nor a folder")]
    public void A_wrong_option_is_told(string option, string words)
    {
        using var place = new Workplace();
        place.Write("nodes.yaml", Nodes);
        place.Write("rules.sh", Rules);
        var run = place.Run(
            "explain", "nodes.yaml", "--host-firewall", option, "--from", "203.0.113.9", "--to", "node/n1", "-p", "80");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_iptables_refuses_is_named_beside_the_answer()
    {
        using var place = new Workplace();
        place.Write("nodes.yaml", Nodes);
        place.Write("rules.sh", "iptables -A INPUT --dport 80 -j DROP\n");
        var run = place.Run(
            "explain", "nodes.yaml", "--host-firewall", "n1=rules.sh", "--from", "203.0.113.9", "--to", "node/n1", "-p", "80");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("a host rule (rules.sh:1): refused", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, place.Run("lint", "nodes.yaml", "--host-firewall", "n1=rules.sh").ExitCode);
    }
}

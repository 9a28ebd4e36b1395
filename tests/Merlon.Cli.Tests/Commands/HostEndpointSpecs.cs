using System.Text.Json;

namespace Merlon.Cli.Tests.Commands;

/// <summary>Host endpoints, from the command line.</summary>
public sealed class HostEndpointSpecs
{
    const string Cluster = """
        {apiVersion: v1, kind: Node, metadata: {name: n1}, status: {addresses: [{type: InternalIP, address: 192.0.2.1}]}}
        ---
        {apiVersion: projectcalico.org/v3, kind: HostEndpoint, metadata: {name: n1-all, labels: {host: px}}, spec: {node: n1, interfaceName: "*"}}
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkPolicy
        metadata: {name: px-api}
        spec:
          selector: host == 'px'
          types: [Ingress]
          ingress:
          - {action: Allow, protocol: TCP, source: {nets: [198.51.100.0/24]}, destination: {ports: ["9000:9022"]}}
        """;

    [Fact]
    public void I_can_ask_which_endpoint_policy_and_rule_decide_at_a_host()
    {
        using var place = new Workplace();
        place.Write("c.yaml", Cluster);
        var run = place.Run("explain", "c.yaml", "--from", "198.51.100.9", "--to", "node/n1", "-p", "9001");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("HostEndpoint n1-all on n1 (input)", run.Output, StringComparison.Ordinal);
        Assert.Contains("tier default · px-api", run.Output, StringComparison.Ordinal);
        Assert.Contains("rule 1  from 198.51.100.0/24, TCP 9000-9022", run.Output, StringComparison.Ordinal);
        Assert.Contains("c.yaml:12", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failsafe_port_is_told_as_one()
    {
        using var place = new Workplace();
        place.Write("c.yaml", Cluster);
        var run = place.Run("explain", "c.yaml", "--from", "203.0.113.9", "--to", "node/n1", "-p", "22");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("port 22/TCP is a failsafe: it stays open whatever policies say", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_host_sends_is_denied_where_no_policy_and_no_profile_decides()
    {
        using var place = new Workplace();
        place.Write("c.yaml", Cluster);
        var run = place.Run("explain", "c.yaml", "--from", "node/n1", "--to", "203.0.113.9", "-p", "443");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("HostEndpoint n1-all on n1 (output)", run.Output, StringComparison.Ordinal);
        Assert.Contains("no policy and no profile decides, so it denies", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_json_names_the_endpoint_and_what_decided()
    {
        using var place = new Workplace();
        place.Write("c.yaml", Cluster);
        var run = place.Run("explain", "c.yaml", "--from", "203.0.113.9", "--to", "node/n1", "-p", "9001", "-o", "json");
        using var json = JsonDocument.Parse(run.Output);
        var host = Assert.Single(json.RootElement.GetProperty("hostEndpoints").EnumerateArray());
        Assert.Equal("n1-all", host.GetProperty("name").GetString());
        Assert.Equal("input", host.GetProperty("traffic").GetString());
        Assert.Equal("Deny", host.GetProperty("verdict").GetString());
        Assert.Equal("TierDefault", host.GetProperty("basis").GetString());
        Assert.Equal("px-api", host.GetProperty("decidedBy").GetProperty("name").GetString());
    }

    [Fact]
    public void Recorded_flows_are_answered_with_the_verdict_of_host_endpoints()
    {
        using var place = new Workplace();
        place.Write("c.yaml", Cluster);
        var run = place.RunWithInput(
            """{"from":"203.0.113.9","to":"node/n1","port":9001}""", "replay", "c.yaml", "--flows", "-");
        Assert.Contains("\"hostEndpoints\":\"Deny\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("GlobalNetworkPolicy px-api ingress", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Connections_tell_what_is_open_to_a_host_and_by_which_policy()
    {
        using var place = new Workplace();
        place.Write("c.yaml", Cluster);
        var run = place.Run("connections", "c.yaml");
        Assert.Contains("198.51.100.0/24", run.Output, StringComparison.Ordinal);
        Assert.Contains("9000-9022/tcp", run.Output, StringComparison.Ordinal);
        Assert.Contains("c.yaml:12", run.Output, StringComparison.Ordinal);
    }
}

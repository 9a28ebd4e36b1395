using System.Net;
using System.Text;
using System.Text.Json;
using Merlon.Agent.Observing;
using Merlon.Linux.Tests.Nftables;

namespace Merlon.Agent.Tests.Observing;

/// <summary>What an agent tells of real packets.</summary>
public sealed class FlowLogs : IDisposable
{
    const int Packets = 500;

    static readonly TestFlow Allowed = new("allowed", IPAddress.Parse("10.2.0.2"), IPAddress.Parse("10.1.0.6"));
    static readonly TestFlow Denied = new("denied", IPAddress.Parse("10.2.0.3"), IPAddress.Parse("10.1.0.6"));
    static readonly TestFlow Unknown = new("unknown", IPAddress.Parse("10.2.0.2"), IPAddress.Parse("10.1.0.77"));

    readonly ForwardingNode _node = new(Allowed, Denied, Unknown);
    readonly ManifestFolder _folder = new();

    public FlowLogs()
    {
        _folder.Write("cluster.yaml", Worlds.Documents(Worlds.Cluster, Worlds.Pod("stranger", "n2", "10.2.0.3", "stranger")));
        _folder.Write("policy.yaml", Worlds.Allow("guests", "db", "guest"));
    }

    [Fact]
    public async Task Denials_are_told_with_names_and_the_reason()
    {
        await using var agent = _folder.Start(_node.Sandbox, new AgentOptions("n1") { ReportsDenials = true });
        agent.Await(() => agent.Report.IsReady);
        using (var flood = new Flood(_node, Allowed, Denied, Unknown)) flood.Await(Packets);
        agent.Await(() => Lines(agent).Any(line => line.Contains("stranger", StringComparison.Ordinal)) && Lines(agent).Any(line => line.Contains("10.1.0.77", StringComparison.Ordinal)));
        using var denial = JsonDocument.Parse(Lines(agent).First(line => line.Contains("stranger", StringComparison.Ordinal)));
        string[] fields = ["verdict", "direction", "from", "to", "protocol", "fromAddress", "toAddress", "because"];
        Assert.Equal(
            ["Deny", "ingress", "shop/stranger", "shop/db", "UDP", "10.2.0.3", "10.1.0.6", "no rule of shop/guests"],
            fields.Select(field => denial.RootElement.GetProperty(field).GetString()));
        Assert.Equal(9000, denial.RootElement.GetProperty("port").GetInt32());
        Assert.EndsWith("Z", denial.RootElement.GetProperty("time").GetString(), StringComparison.Ordinal);
        Assert.Contains(Lines(agent), line => line.Contains("\"because\":\"no known pod has this address\"", StringComparison.Ordinal));
        Assert.DoesNotContain(Lines(agent), line => line.Contains("\"Allow\"", StringComparison.Ordinal));
        Assert.Contains("deniedPackets", Encoding.UTF8.GetString(StatusJson.Write(agent.Agent, TimeProvider.System)), StringComparison.Ordinal);
        Assert.Matches(
            "merlon_reported_packets_total{verdict=\"deny\",direction=\"ingress\",because=\"no rule of shop/guests\"} [1-9]",
            AgentMetrics.Write(agent.Agent, TimeProvider.System));
    }

    [Fact]
    public async Task A_flood_is_counted_and_not_written()
    {
        await using var agent = _folder.Start(_node.Sandbox, new AgentOptions("n1") { ReportsDenials = true });
        agent.Await(() => agent.Report.IsReady);
        using (var flood = new Flood(_node, Allowed, Denied, Unknown)) flood.Await(20_000);
        agent.Await(() => agent.Agent.Flows.WithoutLine > 0);
        Assert.Equal(0, _node.Arrived(Denied));
        var reported = agent.Agent.Flows.Packets.Sum(entry => entry.Value);
        agent.Await(() => agent.Agent.Flows.Packets.Sum(entry => entry.Value) == agent.Agent.Flows.Lines + agent.Agent.Flows.WithoutLine);
        Assert.True(reported > agent.Agent.Flows.Lines);
    }

    [Fact]
    public async Task A_policy_can_be_asked_to_tell_whom_it_lets_in()
    {
        await using var agent = _folder.Start(_node.Sandbox, new AgentOptions("n1") { ReportsDenials = true, ReportsAllowsOf = ["shop/guests"] });
        agent.Await(() => agent.Report.IsReady);
        using (var flood = new Flood(_node, Allowed, Denied)) flood.Await(Packets);
        agent.Await(() => Lines(agent).Any(line => line.Contains("\"verdict\":\"Allow\"", StringComparison.Ordinal)));
        Assert.Contains(Lines(agent), line => line.Contains("\"from\":\"shop/guest\",\"to\":\"shop/db\"", StringComparison.Ordinal)
            && line.Contains("\"because\":\"shop/guests rule 1\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_audit_tells_what_would_be_denied_and_drops_nothing()
    {
        await using var agent = _folder.Start(_node.Sandbox, new AgentOptions("n1") { Mode = AgentMode.Audit, ReportsDenials = true });
        agent.Await(() => agent.Report.IsReady);
        Assert.Contains("nothing is enforced", agent.Log, StringComparison.Ordinal);
        using (var flood = new Flood(_node, Allowed, Denied, Unknown)) flood.Await(Packets);
        agent.Await(() => Lines(agent).Any(line => line.Contains("stranger", StringComparison.Ordinal)));
        Assert.NotEqual(0, _node.Arrived(Denied));
        Assert.NotEqual(0, _node.Arrived(Unknown));
    }

    public void Dispose()
    {
        _node.Dispose();
        _folder.Dispose();
    }

    static string[] Lines(TestAgent agent) =>
        Encoding.UTF8.GetString(agent.Flows.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

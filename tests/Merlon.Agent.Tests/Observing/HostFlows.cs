using System.Net;
using System.Text;
using Merlon.Linux.Tests;
using Merlon.Linux.Tests.Nftables;

namespace Merlon.Agent.Tests.Observing;

/// <summary>What an agent tells of real packets that its host endpoint denies.</summary>
public sealed class HostFlows : IDisposable
{
    const int Packets = 500;

    static readonly IPAddress Host = IPAddress.Parse("192.0.2.11");
    static readonly TestFlow Untracked = new("untracked", IPAddress.Parse("10.2.0.3"), Host);
    static readonly TestFlow Closed = new("closed", IPAddress.Parse("10.2.0.2"), Host);

    readonly ForwardingNode _node = new(Untracked, Closed);
    readonly ManifestFolder _folder = new();

    public HostFlows()
    {
        _node.Sandbox.Namespace.RunInside(() => Tool.Run("ip", "addr", "add", $"{Host}/32", "dev", "r0"));
        _node.Sandbox.LoadText("""
            table inet tally {
                chain arrived {
                    type filter hook input priority 100; policy accept;
                    udp dport 9000 counter drop
                }
            }
            """);
        _folder.Write("cluster.yaml", Worlds.Documents(
            """{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1"}, "spec": {"podCIDRs": ["10.1.0.0/24"]}, "status": {"addresses": [{"type": "InternalIP", "address": "192.0.2.11"}]}}""",
            Worlds.Pod("guest", "n2", "10.2.0.2", "guest"),
            """{"apiVersion": "projectcalico.org/v3", "kind": "HostEndpoint", "metadata": {"name": "own", "labels": {"role": "host"}}, "spec": {"node": "n1", "expectedIPs": ["192.0.2.11"]}}""",
            """{"apiVersion": "projectcalico.org/v3", "kind": "GlobalNetworkPolicy", "metadata": {"name": "flood"}, "spec": {"selector": "role == 'host'", "doNotTrack": true, "applyOnForward": true, "types": ["Ingress"], "ingress": [{"action": "Deny", "source": {"nets": ["10.2.0.3/32"]}}]}}"""));
    }

    [Theory]
    [InlineData(AgentMode.Enforce, false)]
    [InlineData(AgentMode.Audit, true)]
    public async Task Denials_are_told_and_enforced_where_that_is_asked_for(AgentMode mode, bool arrives)
    {
        await using var agent = _folder.Start(_node.Sandbox, new AgentOptions("n1") { Mode = mode, ReportsDenials = true });
        agent.Await(() => agent.Report is { IsReady: true, HostEndpoints: 1 });
        using (var flood = new Flood(_node, Closed, Untracked)) flood.Await(Packets);
        Assert.Equal(arrives, !_node.Sandbox.Nft("list", "table", "inet", "tally").Contains("packets 0 ", StringComparison.Ordinal));
        agent.Await(() => Told(agent, "\"direction\":\"ingress\",\"from\":\"10.2.0.3\",\"to\":\"node/n1\"") && Told(agent, "\"because\":\"flood rule 1\""));
        agent.Await(() => Told(agent, "\"direction\":\"ingress\",\"from\":\"shop/guest\",\"to\":\"node/n1\"") && Told(agent, "\"because\":\"HostEndpoint own\""));
    }

    public void Dispose()
    {
        _node.Dispose();
        _folder.Dispose();
    }

    static bool Told(TestAgent agent, string text) =>
        Encoding.UTF8.GetString(agent.Flows.ToArray()).Contains(text, StringComparison.Ordinal);
}

using Merlon.Linux.Tests;
using Merlon.Linux.Tests.Nftables;

namespace Merlon.Agent.Tests.Folders;

/// <summary>Bridges that pods are on pass what crosses them through the ruleset.</summary>
public sealed class Bridges : IDisposable
{
    static readonly string[] Settings = ["bridge-nf-call-iptables", "bridge-nf-call-ip6tables"];

    readonly Sandbox _sandbox = new();
    readonly ManifestFolder _folder = new();

    public Bridges()
    {
        _folder.Write("cluster.yaml", Worlds.Cluster);
        Set("0");
    }

    void Set(string value) => _sandbox.Namespace.RunInside(() =>
    {
        foreach (var setting in Settings)
        {
            var file = $"/proc/sys/net/bridge/{setting}";
            Assert.SkipUnless(File.Exists(file), "This kernel does not filter bridges.");
            File.WriteAllText(file, value);
        }
    });

    [Fact]
    public async Task A_bridge_of_pods_is_filtered_and_another_is_not()
    {
        AddBridge("cni0", "10.1.0.1/24");
        AddBridge("other0", "192.168.7.1/24");
        await using var agent = _folder.Start(_sandbox);
        agent.Await(() => agent.Report.IsReady);
        Assert.Equal([new BridgeState("cni0", true)], agent.Report.Bridges);
        Assert.Contains("nf_call_iptables 1 nf_call_ip6tables 1", Show("cni0"), StringComparison.Ordinal);
        Assert.Contains("nf_call_iptables 0 nf_call_ip6tables 0", Show("other0"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bridge_that_comes_later_is_filtered_too()
    {
        await using var agent = _folder.Start(_sandbox);
        agent.AwaitInForce();
        AddBridge("cni0", "10.1.0.1/24");
        agent.Await(() => Show("cni0").Contains("nf_call_iptables 1", StringComparison.Ordinal));
        agent.Await(() => agent.Report.Bridges.Length == 1);
        Assert.True(agent.Report.IsReady);
    }

    [Fact]
    public async Task What_others_turn_off_is_turned_on_again()
    {
        AddBridge("cni0", "10.1.0.1/24");
        await using var agent = _folder.Start(_sandbox);
        agent.Await(() => agent.Report.IsReady);
        _sandbox.Namespace.RunInside(() => Tool.Run("ip", "link", "set", "cni0", "type", "bridge", "nf_call_iptables", "0"));
        agent.Await(() => Show("cni0").Contains("nf_call_iptables 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_that_filters_all_bridges_no_more_is_noticed()
    {
        Set("1");
        AddBridge("cni0", "10.1.0.1/24");
        await using var agent = _folder.Start(_sandbox);
        agent.Await(() => agent.Report is { IsReady: true, Bridges.Length: 1 });
        Assert.Contains("nf_call_iptables 0", Show("cni0"), StringComparison.Ordinal);
        Set("0");
        agent.Await(() => Show("cni0").Contains("nf_call_iptables 1", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _sandbox.Dispose();
    }

    void AddBridge(string name, string network) => _sandbox.Namespace.RunInside(() =>
    {
        Tool.Run("ip", "link", "add", name, "type", "bridge");
        Tool.Run("ip", "address", "add", network, "dev", name);
        Tool.Run("ip", "link", "set", name, "up");
    });

    string Show(string name) => _sandbox.Namespace.RunInside(() => Tool.Run("ip", "-d", "link", "show", name));
}

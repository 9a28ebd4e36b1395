using System.Collections.Immutable;
using Merlon.Lab.Networks;
using Merlon.Lab.Planning;

namespace Merlon.Lab.Tests.Networks;

public sealed class Topologies
{
    static Topology Backend(LabNetwork network) =>
        Topology.Of(Labs.Plan(Labs.Sample("backend"), new LabOptions { Network = network }));

    static ImmutableArray<string> Commands(Topology topology, string netns) =>
        topology.Setups.Single(setup => setup.Netns == netns).Commands;

    [Theory]
    [InlineData(LabNetwork.Routed)]
    [InlineData(LabNetwork.Bridge)]
    public void Every_pod_hangs_on_its_node_and_every_node_on_the_core(LabNetwork network)
    {
        var topology = Backend(network);
        Assert.Equal(
            ["core", "node.node-a", "node.node-b", "outside", "pod.default.backend", "pod.default.frontend", "pod.default.redis", "pod.test.web"],
            topology.Namespaces.Order(StringComparer.Ordinal));
        Assert.Contains(
            topology.Links,
            link => link is { Netns: "pod.default.redis", Interface: "eth0", PeerNetns: "node.node-b" });
        Assert.Contains(topology.Links, link => link is { Netns: "node.node-b", Interface: "eth0", PeerNetns: "core" });
        Assert.Equal(
            topology.Links.Length,
            topology.Links.Select(link => (link.PeerNetns, link.PeerInterface)).Distinct().Count());
    }

    [Fact]
    public void A_routed_node_has_a_route_to_each_pod()
    {
        Assert.Contains(
            "route add 10.244.2.3/32 dev pod1 src 192.168.40.12", Commands(Backend(LabNetwork.Routed), "node.node-b"));
        Assert.Contains(
            "route add 10.244.2.3/32 via 192.168.40.12 dev node1", Commands(Backend(LabNetwork.Routed), "core"));
    }

    [Fact]
    public void A_bridged_node_shows_the_packets_of_its_bridge_to_the_filters()
    {
        var commands = Commands(Backend(LabNetwork.Bridge), "node.node-b");
        Assert.Contains(
            commands,
            command =>
                command.Contains("type bridge", StringComparison.Ordinal) && command.Contains(
                    "nf_call_iptables 1 nf_call_ip6tables 1", StringComparison.Ordinal));
        Assert.Contains("address add 10.244.2.1/24 dev cni0", commands);
        Assert.Contains(
            "address add 10.244.2.3/24 dev eth0", Commands(Backend(LabNetwork.Bridge), "pod.default.redis"));
    }

    [Fact]
    public void Pods_off_their_nodes_range_are_still_neighbours_on_the_bridge()
    {
        var yaml = Labs.Node("n1", ", spec: {podCIDRs: [10.9.0.0/24]}")
            + Labs.Pod("a", "nodeName: n1, containers: [{name: c, image: x}]", "phase: Running, podIP: 10.9.0.5")
            + Labs.Pod("b", "nodeName: n1, containers: [{name: c, image: x}]", "phase: Running, podIP: 10.50.0.5");
        var topology = Topology.Of(Labs.Plan(yaml, new LabOptions { Network = LabNetwork.Bridge }));
        Assert.Contains("route add 10.50.0.5/32 dev eth0", Commands(topology, "pod.shop.a"));
        Assert.Contains("route add 10.9.0.5/32 dev eth0", Commands(topology, "pod.shop.b"));
    }

    [Fact]
    public void The_outside_has_every_address_but_the_clusters()
    {
        var commands = Commands(Backend(LabNetwork.Routed), "outside");
        Assert.Contains("route add local default dev lo table local", commands);
        Assert.Contains("route add 10.244.2.3/32 via 169.254.0.1 dev eth0 onlink table 100", commands);
    }
}

using System.Collections.Immutable;
using System.Text;
using Merlon.Apis;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Nftables;
using Merlon.Resources;
using Merlon.Tests.BruteForce;
using Merlon.Manifests;

namespace Merlon.Tests.Nftables;

/// <summary>
/// Whatever happens to a cluster, in whatever order, and wherever the changes are cut: the ruleset that is kept in step
/// is what the compiler makes of the cluster as it is, and the steps lead the kernel there.
/// </summary>
public sealed class LiveRulesets
{
    static readonly NodeResource OwnNode = ReadText("{apiVersion: v1, kind: Node, metadata: {name: n1}, spec: {podCIDRs: [10.244.1.0/24, \"fd00:244:1::/64\"]}, status: {addresses: [{type: InternalIP, address: 172.18.0.11}]}}")
        .Resources.Nodes[0];

    // What worlds do not have: endpoints of all nodes that come and go at once, failsafe ports of one node, and names of ports.
    static readonly ImmutableArray<object> OfHosts = All(ReadText("""
        {apiVersion: projectcalico.org/v3, kind: KubeControllersConfiguration, metadata: {name: default}, spec: {controllers: {node: {hostEndpoint: {autoCreate: Enabled}}}}}
        ---
        {apiVersion: projectcalico.org/v3, kind: FelixConfiguration, metadata: {name: node.n1}, spec: {failsafeInboundHostPorts: [{protocol: TCP, port: 22}, {protocol: TCP, port: 81, net: 203.0.113.0/24}]}}
        ---
        {apiVersion: projectcalico.org/v3, kind: HostEndpoint, metadata: {name: n1-named, labels: {app: web}}, spec: {node: n1, interfaceName: eth1, expectedIPs: [172.18.0.11], ports: [{name: http, protocol: TCP, port: 81}, {name: web, protocol: TCP, port: 443}]}}
        ---
        {apiVersion: projectcalico.org/v3, kind: HostEndpoint, metadata: {name: n2-named, labels: {app: db}}, spec: {node: n2, interfaceName: eth0, expectedIPs: [172.18.0.12], ports: [{name: http, protocol: TCP, port: 8443}]}}
        """).Resources);

    static int Histories => Environment.GetEnvironmentVariable("MERLON_TEST_ALL") == "1" ? 2_000 : 150;

    [Fact]
    public void Any_history_ends_in_the_ruleset_of_a_fresh_start()
    {
        var (compared, withGroups, withServices, withHosts) = (0, 0, 0, 0);
        Parallel.For(1, 1 + Histories, seed =>
        {
            var history = new LiveHistory(seed, Enumerable.Range(0, 3).SelectMany(i => Read(seed * 3 + i)));
            for (var i = 0; i < 60; i++)
            {
                history.Happen();
                if (!history.IsCut() || !history.Compare()) continue;
                Interlocked.Increment(ref compared);
                if (history.HasGroups) Interlocked.Increment(ref withGroups);
                if (history.HasServices) Interlocked.Increment(ref withServices);
                if (history.HasHosts) Interlocked.Increment(ref withHosts);
            }
            history.Compare();
        });
        Assert.True(compared > Histories * 5, $"Only {compared} comparisons.");
        Assert.True(withGroups > Histories / 2, $"Only {withGroups} comparisons with groups of addresses.");
        Assert.True(withServices > Histories / 20, $"Only {withServices} comparisons with Services that policies name.");
        Assert.True(withHosts > Histories / 2, $"Only {withHosts} comparisons with host endpoints.");
    }

    [Fact]
    public void A_Service_that_only_policies_of_hosts_name_is_asked_for()
    {
        var policies = ReadText("{apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {name: raw}, spec: {doNotTrack: true, applyOnForward: true, types: [Egress], egress: [{action: Deny, destination: {services: {name: search, namespace: shop}}}]}}").Resources.Policies;
        Assert.Single(policies);
        Assert.Equal([("shop", "search")], new LiveRuleset("n1") { Policies = PolicyApis.Compile(policies) }.NamedServices);
    }

    [Fact]
    public void The_order_of_events_does_not_matter()
    {
        Parallel.For(1, 1 + Histories / 2, seed =>
        {
            var world = Read(seed);
            var orders = new List<IEnumerable<object>> { world, world.Reverse() };
            orders.AddRange(Enumerable.Range(0, 3).Select(i => new Random(seed + i).Shuffled(world)));
            var tables = orders.Select(order => Replay(order)).ToList();
            Assert.All(tables, table => Assert.Equal(tables[0], table));
        });
    }

    static NftTable Replay(IEnumerable<object> order)
    {
        var history = new LiveHistory(0, []);
        foreach (var resource in order) history.Put(resource);
        history.Put(OwnNode);
        return history.Whole();
    }

    static ImmutableArray<object> Read(int seed)
    {
        var world = (seed % 4) switch
        {
            0 => RandomWorldGenerator.Generate(seed),
            1 => RandomWorldGenerator.GenerateWithHosts(seed),
            _ => RandomWorldGenerator.GenerateMixed(seed),
        };
        var objects = All(ReadText(WorldManifests.Write(world)).Resources);
        return seed % 4 == 1 ? [.. objects, .. OfHosts] : objects;
    }

    static ImmutableArray<object> All(ResourceSet resources) =>
    [
        .. resources.Pods, .. resources.Nodes, .. resources.Namespaces, .. resources.ServiceAccounts, .. resources.Services,
        .. resources.EndpointSlices, .. resources.NetworkSets, .. resources.HostEndpoints, .. resources.Failsafes,
        .. resources.AutoHostEndpoints, .. resources.Policies,
    ];

    static ManifestSet ReadText(string text) => ManifestReader.Read([new SourceText("world.yaml", Encoding.UTF8.GetBytes(text))]);
}

using System.Text;
using Merlon.Manifests;
using Merlon.Nftables;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Tests.Nftables;

/// <summary>What rules of host endpoints report of packets, and what is left of them where nothing is enforced.</summary>
public sealed class HostReports
{
    const string World = """
        {apiVersion: v1, kind: Node, metadata: {name: n1}}
        ---
        {apiVersion: projectcalico.org/v3, kind: HostEndpoint, metadata: {name: own, labels: {role: host}}, spec: {node: n1, interfaceName: eth0}}
        ---
        {apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {name: flood}, spec: {selector: role == 'host', doNotTrack: true, applyOnForward: true, types: [Ingress, Egress], ingress: [{action: Allow, protocol: UDP}, {action: Deny, source: {nets: [203.0.113.66/32]}}], egress: [{action: Deny, destination: {nets: [203.0.113.66/32]}}]}}
        """;

    [Fact]
    public void Denials_are_told_with_their_direction_and_reason()
    {
        var live = Live(new FlowReporting { Denials = true });
        live.Whole(NftName.Fixed("merlon_a"));
        var denials = live.Reports.Values.Where(report => report.IsDenial).ToHashSet();
        Assert.Superset(
            new HashSet<FlowReport>
            {
                new(Direction.Ingress, true, "HostEndpoint own"),
                new(Direction.Egress, true, "HostEndpoint own"),
                new(Direction.Ingress, true, "flood rule 2"),
                new(Direction.Egress, true, "flood rule 1"),
            },
            denials);
    }

    [Fact]
    public void An_audit_drops_nothing_and_leaves_tracking_alone()
    {
        var chains = Live(new FlowReporting { IsAudit = true }).Whole(NftName.Fixed("merlon_a")).Chains
            .Where(chain => chain.Name.Text.StartsWith("host_", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(chains);
        Assert.DoesNotContain(chains.SelectMany(chain => chain.Rules), rule => rule is NftRule.NoTrack or NftRule.Decide { Verdict: NftVerdict.DropCase });
    }

    static LiveRuleset Live(FlowReporting reporting)
    {
        var resources = ManifestReader.Read([new SourceText("world.yaml", Encoding.UTF8.GetBytes(World))]).Resources;
        var live = new LiveRuleset("n1", UnknownPods.Drop, reporting) { Policies = Snapshot.Compile(resources.Policies) };
        var cluster = new LiveCluster(live.Replace);
        cluster.Put(resources.Nodes[0]);
        cluster.Put(resources.HostEndpoints[0]);
        live.HostEndpoints = cluster.HostEndpoints;
        return live;
    }
}

using System.Text;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Tests.Nftables;

public sealed class UnknownPodGuard
{
    [Fact]
    public void An_address_in_the_nodes_range_that_a_pod_elsewhere_has_is_not_dropped()
    {
        const string Yaml = """
            {apiVersion: v1, kind: Node, metadata: {name: n1}, spec: {podCIDRs: [10.1.0.0/30]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: x}, spec: {nodeName: n2, containers: [{name: c, image: i}]}, status: {podIP: 10.1.0.1}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: b, namespace: x}, spec: {nodeName: n1, containers: [{name: c, image: i}]}, status: {podIP: 10.1.0.2}}
            """;
        var snapshot = Snapshot.From(ManifestReader.Read([new SourceText("x.yaml", Encoding.UTF8.GetBytes(Yaml))]));
        var table = RulesetCompiler.Compile(new Evaluator(snapshot.Cluster, snapshot.Policies), "n1", NftName.Fixed("merlon_a"));
        var local = table.Sets.OfType<NftSet.Blocks>().Single(set => set.Name.Text == "local_v4");
        Assert.Equal(["10.1.0.0/32", "10.1.0.2/31"], local.Elements.Select(block => block.ToString()));
    }
}

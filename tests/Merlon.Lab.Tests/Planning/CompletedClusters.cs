using Merlon.Model;

namespace Merlon.Lab.Tests.Planning;

public sealed class CompletedClusters
{
    [Fact]
    public void Pods_without_address_get_one_of_each_version_from_their_nodes_range()
    {
        var plan = Labs.Plan(Labs.Node("n1", ", spec: {podCIDRs: [10.9.0.0/24]}") + Labs.Pod("a", "nodeName: n1, containers: [{name: c, image: x}]"));
        var pod = plan.Place("shop/a");
        Assert.Equal("n1", pod.Node);
        Assert.True(Cidr.Parse("10.9.0.0/24").Contains(pod.Address(IpFamily.IPv4)!.Value));
        Assert.NotNull(pod.Address(IpFamily.IPv6));
    }

    [Fact]
    public void Addresses_of_the_input_are_kept()
    {
        var plan = Labs.Plan(Labs.Node("n1") + Labs.Pod("a", "nodeName: n1, containers: [{name: c, image: x}]", "phase: Running, podIP: 10.1.2.3"));
        Assert.Equal("10.1.2.3", plan.Place("shop/a").Address(IpFamily.IPv4).ToString());
    }

    [Fact]
    public void Pods_without_node_are_spread_evenly()
    {
        var plan = Labs.Plan(
            Labs.Node("n1") + Labs.Node("n2") + string.Concat(Enumerable.Range(0, 6).Select(i => Labs.Pod($"p{i}"))));
        Assert.All(plan.Pods.CountBy(pod => pod.Node!), entry => Assert.Equal(3, entry.Value));
    }

    [Fact]
    public void A_pod_without_node_runs_where_its_address_is_at_home()
    {
        var plan = Labs.Plan(Labs.Node("n1", ", spec: {podCIDRs: [10.9.1.0/24]}") + Labs.Node("n2", ", spec: {podCIDRs: [10.9.2.0/24]}") + Labs.Pod("a", status: "phase: Running, podIP: 10.9.2.3"));
        Assert.Equal("n2", plan.Place("shop/a").Node);
    }

    [Fact]
    public void A_cluster_without_nodes_gets_two() =>
        Assert.Equal(["node/lab-1", "node/lab-2"], Labs.Plan(Labs.Pod("a")).Nodes.Select(node => node.Id));

    [Fact]
    public void A_template_becomes_a_pod()
    {
        const string Deployment = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {selector: {matchLabels: {app: web}}, "
            + "template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: x}]}}}}";
        Assert.Equal("shop/Deployment/web", Assert.Single(Labs.Plan(Deployment).Pods).Id);
    }

    [Fact]
    public void Host_network_pods_are_their_node()
    {
        var plan = Labs.Plan(Labs.Node("n1", ", status: {addresses: [{type: InternalIP, address: 192.168.1.1}]}")
            + Labs.Pod("a", "nodeName: n1, hostNetwork: true, containers: [{name: c, image: x}]") + Labs.Pod("b"));
        Assert.Equal(["shop/b", "node/n1", "outside"], plan.Places.Select(place => place.Id));
        Assert.Contains(plan.Notes, note => note.Contains("host network", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_two_pods_with_one_address_the_second_gets_its_own()
    {
        var plan = Labs.Plan(Labs.Pod("a", status: "phase: Running, podIP: 10.1.2.3") + Labs.Pod("b", status: "phase: Running, podIP: 10.1.2.3"));
        Assert.Equal(
            plan.Places.SelectMany(place => place.Addresses).Distinct().Count(),
            plan.Places.Sum(place => place.Addresses.Length));
    }

    [Fact]
    public void The_same_input_gives_the_same_plan()
    {
        var (first, second) = (Labs.Plan(Labs.Sample("cheat-sheet")), Labs.Plan(Labs.Sample("cheat-sheet")));
        Assert.Equal(
            first.Probes.Select(
                probe => (probe.From.Id, probe.To.Id, probe.Source, probe.Destination, probe.Port, probe.Predicted)),
            second.Probes.Select(
                probe => (probe.From.Id, probe.To.Id, probe.Source, probe.Destination, probe.Port, probe.Predicted)));
    }

    [Fact]
    public void Nothing_to_build_is_said() =>
        Assert.Throws<LabException>(() => Labs.Plan(Labs.Policy("podSelector: {}")));
}

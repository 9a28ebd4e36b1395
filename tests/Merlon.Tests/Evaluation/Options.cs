using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Tests.Evaluation;

/// <summary>Every option changes what it says, and nothing else decides the flow that shows it.</summary>
public sealed class Options
{
    static readonly Endpoint FirstNode = Scene.Node("n1", "192.0.2.1");
    static readonly Endpoint SecondNode = Scene.Node("n2", "192.0.2.2");

    [Fact]
    public void Self_judges_a_pod_that_reaches_itself()
    {
        var scene = new Scene();
        var flow = Scene.Flow(scene.Server, scene.Server);
        AssertFlips(
            scene,
            flow,
            IsolatedServer(),
            Basis.Self,
            Verdict.Allow,
            options => options with { Self = Treatment.Evaluate });
    }

    [Fact]
    public void Hairpin_allows_a_pod_that_reaches_itself_through_a_service()
    {
        var scene = new Scene();
        var flow = Scene.Flow(scene.Server, scene.Server, via: Via("10.96.0.1"));
        AssertFlips(
            scene,
            flow,
            IsolatedServer(),
            Basis.TierDefault,
            Verdict.Deny,
            options => options with { Hairpin = Treatment.Allow });
        AssertStays(scene, flow, IsolatedServer(), options => options with { Self = Treatment.Evaluate });
    }

    [Fact]
    public void LocalNodeIngress_judges_a_node_that_reaches_its_pods()
    {
        var scene = new Scene(FirstNode, SecondNode);
        AssertFlips(
            scene, Scene.Flow(SecondNode, scene.Server), IsolatedServer(), Basis.LocalNode, Verdict.Allow,
            options => options with { LocalNodeIngress = Treatment.Evaluate });
        Assert.Equal(
            Verdict.Deny, scene.Under(null, IsolatedServer()).Evaluate(Scene.Flow(FirstNode, scene.Server)).Verdict);
    }

    [Fact]
    public void LocalNodeEgress_allows_a_pod_that_reaches_its_node()
    {
        var scene = new Scene(FirstNode, SecondNode);
        var tier = Isolated(Direction.Egress, "client");
        AssertFlips(
            scene, Scene.Flow(scene.Client, FirstNode), tier, Basis.TierDefault, Verdict.Deny,
            options => options with { LocalNodeEgress = Treatment.Allow });
        AssertStays(
            scene,
            Scene.Flow(scene.Client, SecondNode),
            tier,
            options => options with { LocalNodeEgress = Treatment.Allow });
    }

    [Fact]
    public void Icmp_lets_icmp_pass_isolation()
    {
        var scene = new Scene();
        var tier = IsolatedServer(Scene.Rule(RuleAction.Allow, port: Scene.Port(80)));
        foreach (var protocol in new[] { Protocol.Icmp, Protocol.IcmpV6 })
        {
            AssertFlips(
                scene, Scene.Flow(scene.Client, scene.Server, protocol, 0), tier, Basis.TierDefault, Verdict.Deny,
                options => options with { Icmp = Treatment.Allow });
        }
        AssertStays(
            scene,
            Scene.Flow(scene.Client, scene.Server, Protocol.Udp),
            tier,
            options => options with { Icmp = Treatment.Allow });
    }

    [Fact]
    public void IpBlockMatchesPods_takes_pods_out_of_blocks()
    {
        var scene = new Scene(FirstNode, SecondNode);
        var tier = IsolatedServer(Scene.Rule(RuleAction.Allow, Scene.Block("0.0.0.0/0")));
        AssertFlips(
            scene, Scene.Flow(scene.Client, scene.Server), tier, Basis.Rule, Verdict.Allow,
            options => options with { IpBlockMatchesPods = false });
        AssertStays(
            scene, Scene.Flow(FirstNode, scene.Server), tier, options => options with { IpBlockMatchesPods = false });
    }

    [Fact]
    public void IpBlockMatchesNodes_takes_nodes_out_of_blocks()
    {
        var scene = new Scene(FirstNode, SecondNode);
        var tier = IsolatedServer(Scene.Rule(RuleAction.Allow, Scene.Block("0.0.0.0/0")));
        AssertFlips(
            scene, Scene.Flow(FirstNode, scene.Server), tier, Basis.Rule, Verdict.Allow,
            options => options with { IpBlockMatchesNodes = false });
        AssertStays(
            scene,
            Scene.Flow(scene.Client, scene.Server),
            tier,
            options => options with { IpBlockMatchesNodes = false });
    }

    [Theory]
    [InlineData(ContainerKind.Regular, Verdict.Allow, Verdict.Deny, Verdict.Deny)]
    [InlineData(ContainerKind.Sidecar, Verdict.Allow, Verdict.Allow, Verdict.Deny)]
    [InlineData(ContainerKind.Init, Verdict.Allow, Verdict.Allow, Verdict.Allow)]
    public void NamedPortContainers_says_whose_names_count(
        ContainerKind kind, Verdict regular, Verdict sidecar, Verdict init)
    {
        var named = Scene.Pod(
            "named", "10.244.1.3", "n1",
            new ContainerPort("web", Protocol.Tcp, 1, ContainerKind.Regular),
            new ContainerPort("web", Protocol.Tcp, 2, ContainerKind.Sidecar),
            new ContainerPort("web", Protocol.Tcp, 3, ContainerKind.Init));
        var scene = new Scene(named);
        var rule = Scene.Rule(RuleAction.Allow, port: new PortMatch.Named(Protocol.Tcp, "web", Scene.Nowhere));
        var evaluator = scene.Under(
            new EvaluationOptions { NamedPortContainers = kind }, Isolated(Direction.Ingress, "named", rule));
        Assert.Equal(
            [regular, sidecar, init],
            new ushort[] { 1, 2, 3 }.Select(
                port => evaluator.Evaluate(Scene.Flow(scene.Client, named, port: port)).Verdict));
    }

    [Fact]
    public void NamedPortContainers_counts_sidecars_by_default() =>
        Assert.Equal(ContainerKind.Sidecar, EvaluationOptions.Default.NamedPortContainers);

    [Fact]
    public void ServiceIPPolicy_shows_egress_the_address_of_the_service()
    {
        var scene = new Scene();
        var tier = Isolated(
            Direction.Egress, "client", Scene.Rule(RuleAction.Allow, Scene.Block("10.96.0.0/16"), Scene.Port(8080)));
        AssertFlips(
            scene, Scene.Flow(scene.Client, scene.Server, via: Via("10.96.0.1")), tier, Basis.TierDefault, Verdict.Deny,
            options => options with { ServiceIPPolicy = ServiceIPPolicy.PreDnat });
        AssertStays(
            scene,
            Scene.Flow(scene.Client, scene.Server),
            tier,
            options => options with { ServiceIPPolicy = ServiceIPPolicy.PreDnat });
    }

    [Fact]
    public void ServiceIPPolicy_leaves_ingress_as_it_is()
    {
        var scene = new Scene();
        var tier = IsolatedServer(Scene.Rule(RuleAction.Allow, Scene.From("client"), Scene.Port(80)));
        var evaluator = scene.Under(new EvaluationOptions { ServiceIPPolicy = ServiceIPPolicy.PreDnat }, tier);
        Assert.Equal(
            Verdict.Allow, evaluator.Evaluate(Scene.Flow(scene.Client, scene.Server, via: Via("10.96.0.1"))).Verdict);
    }

    static void AssertFlips(
        Scene scene,
        Flow flow,
        Tier tier,
        Basis basis,
        Verdict byDefault,
        Func<EvaluationOptions, EvaluationOptions> change)
    {
        var before = scene.Under(null, tier).Evaluate(flow);
        Assert.Equal(byDefault, before.Verdict);
        Assert.Contains(basis, new[] { before.Egress.Basis, before.Ingress.Basis });
        Assert.NotEqual(byDefault, scene.Under(change(EvaluationOptions.Default), tier).Evaluate(flow).Verdict);
    }

    static void AssertStays(Scene scene, Flow flow, Tier tier, Func<EvaluationOptions, EvaluationOptions> change) =>
        Assert.Equal(
            scene.Under(null, tier).Evaluate(flow),
            scene.Under(change(EvaluationOptions.Default), tier).Evaluate(flow));

    static Tier IsolatedServer(params Rule[] rules) => Isolated(Direction.Ingress, "server", rules);

    static Tier Isolated(Direction direction, string app, params Rule[] rules) =>
        new("t", 1, TierDefault.Deny, [Scene.Policy("p", 1, direction, app, rules)]);

    static ServiceAddress Via(string address)
    {
        var service = new Service
        {
            Namespace = "shop",
            Name = "web",
            Type = ServiceType.ClusterIP,
            Location = Scene.Nowhere,
        };
        return new ServiceAddress(service, IpAddress.Parse(address), 8080);
    }
}

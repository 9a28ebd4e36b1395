using System.Text;
using Merlon.Evaluation;
using Merlon.Evaluation.Hosts;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Nftables;
using Merlon.Tests.BruteForce;

namespace Merlon.Tests.Evaluation;

/// <summary>No policy of a host endpoint can lock the operator out, unless failsafe ports are emptied on purpose.</summary>
public sealed class FailsafePortsStayOpen
{
    const int FirstSeed = 950_001;
    const int Worlds = 150;

    [Fact]
    public void Random_policies_never_close_a_failsafe_port_of_a_host()
    {
        var asked = 0;
        for (var seed = FirstSeed; seed < FirstSeed + Worlds; seed++)
        {
            var evaluator = EvaluatorOf(seed);
            foreach (var flow in FailsafeFlows(evaluator))
            {
                asked++;
                Assert.Equal((seed, flow.ToString(), Verdict.Allow), (seed, flow.ToString(), evaluator.Evaluate(flow).HostVerdict));
            }
        }
        Assert.True(asked > 1_000, $"{asked} were asked");
    }

    [Fact]
    public void In_every_ruleset_nothing_that_can_drop_stands_before_the_failsafe_ports()
    {
        var chains = 0;
        for (var seed = FirstSeed; seed < FirstSeed + Worlds; seed++)
        {
            var evaluator = EvaluatorOf(seed);
            foreach (var node in evaluator.Cluster.Endpoints.Where(endpoint => endpoint.Kind == EndpointKind.Node))
            {
                if (RulesetCompiler.WithoutInterface(evaluator, node.Name).Any()) continue;
                var table = RulesetCompiler.Compile(evaluator, node.Name, NftName.Fixed("merlon_a"));
                foreach (var chain in table.Chains.Where(IsOfHosts))
                {
                    chains++;
                    var before = chain.Rules.TakeWhile(rule => rule.Comment != "failsafe");
                    Assert.All(before, rule => Assert.IsType<NftRule.SetPacketMark>(rule));
                    var failsafes = chain.Rules.Where(rule => rule.Comment == "failsafe").Cast<NftRule.Decide>().ToList();
                    Assert.NotEmpty(failsafes);
                    Assert.All(failsafes, rule => Assert.Equal(NftVerdict.Accept, rule.Verdict));
                }
            }
        }
        Assert.True(chains > 100, $"{chains} chains were looked at");
    }

    [Fact]
    public void Policies_that_deny_everything_everywhere_leave_ssh_open_and_emptied_failsafes_do_not()
    {
        string[] objects =
        [
            HostWorld.Endpoint("n1-eth0", "n1", "eth0", "70.0.98.11"),
            HostWorld.Policy("raw", "applyOnForward: true, doNotTrack: true, types: [Ingress, Egress], ingress: [{action: Deny}], egress: [{action: Deny}]"),
            HostWorld.Policy("pre", "applyOnForward: true, preDNAT: true, types: [Ingress], ingress: [{action: Deny}]"),
            HostWorld.Policy("own", "types: [Ingress, Egress], ingress: [{action: Deny}], egress: [{action: Deny}]"),
        ];
        const string emptied = """
            {apiVersion: projectcalico.org/v3, kind: FelixConfiguration, metadata: {name: default}, spec: {failsafeInboundHostPorts: []}}
            """;
        Assert.Equal(Verdict.Allow, new HostWorld(objects).Ask("203.0.113.5", "n1", "22"));
        Assert.Equal(Verdict.Deny, new HostWorld([.. objects, emptied]).Ask("203.0.113.5", "n1", "22"));
    }

    static bool IsOfHosts(NftChain chain) => chain.Hook is not null && chain.Name.Text.StartsWith("host_", StringComparison.Ordinal)
        && !chain.Name.Text.StartsWith("host_forward", StringComparison.Ordinal);

    static IEnumerable<Flow> FailsafeFlows(Evaluator evaluator)
    {
        foreach (var host in evaluator.Cluster.HostEndpoints.DistinctBy(host => host.NodeName))
        {
            if (!evaluator.Cluster.TryGetEndpoint($"node/{host.NodeName}", out var node)) continue;
            foreach (var own in FlowEnd.AllOf(node))
            {
                var outside = FlowEnd.Outside(IpAddress.Parse(own.Address!.Value.Family == IpFamily.IPv4 ? "203.0.113.5" : "2001:db8::5"));
                foreach (var port in Failsafes.Default.Inbound) yield return new Flow(outside, own, port.Protocol, port.Port);
                foreach (var port in Failsafes.Default.Outbound) yield return new Flow(own, outside, port.Protocol, port.Port);
            }
        }
    }

    // Worlds of random policies of every flavour, with the failsafe ports that Calico has.
    static Evaluator EvaluatorOf(int seed)
    {
        var world = RandomWorldGenerator.GenerateWithHosts(seed);
        world = world with { Calico = world.Calico! with { Failsafes = null } };
        var text = new SourceText("world.yaml", Encoding.UTF8.GetBytes(WorldManifests.Write(world)));
        var snapshot = Snapshot.From(ManifestReader.Read([text], WorldManifests.Options));
        return new Evaluator(snapshot.Cluster, snapshot.Policies);
    }
}

using System.Text;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Questions;
using Merlon.Tests.Golden;

namespace Merlon.Tests.Apis.CalicoV3;

/// <summary>What the rows of the golden table do not ask of Calico's policies.</summary>
public sealed class Evaluations
{
    [Theory]
    [InlineData("x/a", "x/b", "8080/tcp", Verdict.Allow)]
    [InlineData("x/a", "x/b", "80/tcp", Verdict.Deny)]
    [InlineData("x/a", "svc/x/web", "80/tcp", Verdict.Allow)]
    [InlineData("x/a", "x/c", "8080/tcp", Verdict.Deny)]
    public void A_service_at_the_destination_is_its_backends_and_their_ports(string from, string to, string port, Verdict verdict) =>
        Assert.Equal(verdict, Ask(
            "egress: [{action: Allow, destination: {services: {name: web, namespace: x}}}]", from, to, port));

    [Fact]
    public void A_backend_that_is_not_ready_counts()
    {
        const string pod = """
            apiVersion: v1
            kind: Pod
            metadata: {name: slow, namespace: x, labels: {pod: b}}
            status: {podIP: 10.244.1.77, phase: Running, conditions: [{type: Ready, status: 'False'}]}
            """;
        Assert.Equal(Verdict.Allow, Ask(
            "egress: [{action: Allow, destination: {services: {name: web, namespace: x}}}]", "x/a", "x/slow", "8080/tcp", pod));
    }

    [Theory]
    [InlineData("x/a", Verdict.Allow)]
    [InlineData("y/a", Verdict.Deny)]
    public void Service_accounts_are_found_by_name_and_by_label(string from, Verdict verdict)
    {
        const string account = """
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: default, namespace: x, labels: {trust: high}}
            """;
        Assert.Equal(verdict, Ask(
            "ingress: [{action: Allow, source: {serviceAccounts: {names: [default, other], selector: trust == 'high'}}}]",
            from, "x/c", "80/tcp", account));
    }

    [Fact]
    public void A_label_of_a_pod_cannot_pass_for_one_of_its_namespace()
    {
        const string pod = """
            apiVersion: v1
            kind: Pod
            metadata: {name: evil, namespace: z, labels: {pcns.team: a, projectcalico.org/namespace: x}}
            status: {podIP: 10.244.1.66}
            """;
        const string spec = "ingress: [{action: Allow, source: {namespaceSelector: team == 'a'}}]";
        Assert.Equal(Verdict.Allow, Ask(spec, "x/b", "x/c", "80/tcp", pod));
        Assert.Equal(Verdict.Deny, Ask(spec, "z/evil", "x/c", "80/tcp", pod));
        Assert.Equal(Verdict.Deny, Ask(
            "ingress: [{action: Allow, source: {selector: projectcalico.org/namespace == 'x'}}]", "z/evil", "x/c", "80/tcp", pod));
    }

    [Theory]
    [InlineData(null, Verdict.Unknown)]
    [InlineData((ushort)53, Verdict.Deny)]
    [InlineData((ushort)54, Verdict.Allow)]
    public void A_source_port_that_matters_must_be_known(ushort? sourcePort, Verdict verdict)
    {
        var answerer = Answerer("ingress: [{action: Allow, protocol: UDP, source: {notPorts: [53]}}]", "");
        var flow = Flow(answerer, "y/a", "x/c", Protocol.Udp, 9) with { SourcePort = sourcePort };
        Assert.Equal(verdict, answerer.Evaluator.Evaluate(flow).Verdict);
    }

    [Theory]
    [InlineData("{type: 8}", 8, 0, Verdict.Allow)]
    [InlineData("{type: 8, code: 1}", 8, 0, Verdict.Deny)]
    [InlineData("{type: 3}", 8, 0, Verdict.Deny)]
    public void Icmp_is_told_apart_by_type_and_code(string icmp, byte type, byte code, Verdict verdict)
    {
        var answerer = Answerer($"ingress: [{{action: Allow, protocol: ICMP, icmp: {icmp}}}]", "");
        var flow = Flow(answerer, "y/a", "x/c", Protocol.Icmp, 0) with { Icmp = new IcmpMessage(type, code) };
        Assert.Equal(verdict, answerer.Evaluator.Evaluate(flow).Verdict);
    }

    [Fact]
    public void Icmp_by_name_is_of_one_ip_version()
    {
        var answerer = Answerer("ingress: [{action: Deny, protocol: ICMP}, {action: Allow}]", "");
        Assert.Equal(Verdict.Deny, answerer.Evaluator.Evaluate(Flow(answerer, "x/d", "y/d", Protocol.Icmp, 0, IpFamily.IPv4)).Verdict);
        Assert.Equal(Verdict.Allow, answerer.Evaluator.Evaluate(Flow(answerer, "x/d", "y/d", Protocol.Icmp, 0, IpFamily.IPv6)).Verdict);
    }

    [Theory]
    [InlineData("80/tcp", Verdict.Allow)]
    [InlineData("53/udp", Verdict.Allow)]
    [InlineData("82/tcp", Verdict.Deny)]
    public void A_name_without_protocol_is_a_port_of_any(string port, Verdict verdict) =>
        Assert.Equal(verdict, Ask("ingress: [{action: Allow, destination: {ports: [http, dns]}}]", "y/a", "x/a", port));

    [Fact]
    public void A_policy_of_a_tier_that_is_not_there_comes_last_and_denies()
    {
        var tier = Assert.Single(Answerer("{tier: lost, ingress: [{action: Pass}]}", "").Snapshot.Policies.Tiers);
        Assert.Equal(("lost", double.PositiveInfinity, TierDefault.Deny), (tier.Name, tier.Order, tier.DefaultAction));
    }

    [Fact]
    public void A_tier_without_order_stands_with_the_default_one_by_name()
    {
        const string tier = "apiVersion: projectcalico.org/v3\nkind: Tier\nmetadata: {name: late}\n";
        const string np = "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: x}\nspec: {podSelector: {}}\n";
        Assert.Equal(
            ["default", "late"],
            Answerer("{tier: late, ingress: [{action: Pass}]}", tier + np).Snapshot.Policies.Tiers.Select(found => found.Name));
    }

    [Fact]
    public void An_http_rule_leaves_the_verdict_unknown_where_it_matters()
    {
        const string spec = "ingress: [{action: Allow, protocol: TCP, http: {paths: [{prefix: /api}]}}]";
        Assert.Equal(Verdict.Unknown, Ask(spec, "y/a", "x/c", "80/tcp"));
        Assert.Equal(Verdict.Deny, Ask(spec, "y/a", "x/c", "80/udp"));
    }

    [Fact]
    public void Kubernetes_and_Calico_may_each_have_a_policy_of_one_name()
    {
        const string np = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: x}\nspec: {podSelector: {}}\n---\n"
            + "apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata: {name: p, namespace: x}\nspec: {}\n";
        Assert.Equal(3, Answerer("{}", np).Snapshot.Policies.Policies.Count());
    }

    static Verdict Ask(string spec, string from, string to, string port, string more = "")
    {
        var answerer = Answerer(spec, more);
        Assert.True(PortQuestion.TryParse(port, out var question, out var error), error);
        var (source, target) = (answerer.Targets.Resolve(from, out _), answerer.Targets.Resolve(to, out _));
        return answerer.Answer(source!, target!, question!, IpFamily.IPv4).Verdict;
    }

    static Flow Flow(Answerer answerer, string from, string to, Protocol protocol, ushort port, IpFamily family = IpFamily.IPv4)
    {
        return new Flow(End(from), End(to), protocol, port);

        FlowEnd End(string id)
        {
            Assert.True(answerer.Snapshot.Cluster.TryGetEndpoint(id, out var endpoint));
            return FlowEnd.AllOf(endpoint).First(end => end.Address?.Family == family);
        }
    }

    static Answerer Answerer(string spec, string more)
    {
        var policy = $$"""
            apiVersion: projectcalico.org/v3
            kind: GlobalNetworkPolicy
            metadata: {name: p}
            spec:
              {{spec}}
            """;
        var manifests = ManifestReader.Read(
            new[] { GoldenCluster.AllManifests, policy, more }
                .Select((text, i) => new SourceText($"{i}.yaml", Encoding.UTF8.GetBytes(text))));
        Assert.True(manifests.Unread.IsEmpty, string.Join('\n', manifests.Diagnostics));
        return new Answerer(Snapshot.From(manifests));
    }
}

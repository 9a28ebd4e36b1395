using System.Collections.Immutable;
using System.Text;
using Merlon.Assertions;
using Merlon.Lab.Planning;
using Merlon.Lab.Probing;
using Merlon.Manifests;

namespace Merlon.Lab.Tests.Probing;

/// <summary>What packets say of claims: here, packets that fare as the model says, unless a test says otherwise.</summary>
public class ClaimChecks
{
    static readonly string Cluster = Labs.Node("n1") + Labs.Node("n2") + Labs.Pod("web") + Labs.Pod("db")
        + Labs.Policy("podSelector: {matchLabels: {app: db}}, ingress: [{ports: [{port: 80}]}]");

    [Theory]
    [InlineData("allow: {from: shop/web, to: shop/db, ports: [80]}", true)]
    [InlineData("deny: {from: shop/web, to: shop/db, ports: [80]}", false)]
    [InlineData("deny: {from: shop/web, to: shop/db, ports: [81]}", true)]
    [InlineData("allow: {from: shop/web, to: shop/db}", false)]
    [InlineData("deny: {from: outside, to: shop/db, ports: [81]}", true)]
    [InlineData("only: {from: shop/web, to: shop/db, ports: [80]}", false)]
    [InlineData("only: {from: shop/web, to: shop/db, ports: [81]}", true)]
    public void A_claim_is_true_where_all_its_packets_bear_it_out(string claim, bool isTrue)
    {
        var result = Check(claim, AsPredicted(Plan()));
        Assert.True(result.IsAsked);
        Assert.Equal(isTrue, result.IsTrue);
        Assert.Equal(isTrue, result.Against.IsEmpty);
    }

    [Fact]
    public void Packets_count_and_not_the_model()
    {
        var lost = AsPredicted(Plan()).Select(result => result with { Observed = Observation.Silent });
        Assert.False(Check("allow: {from: shop/web, to: shop/db, ports: [80]}", [.. lost]).IsTrue);
        Assert.True(Check("deny: {from: shop/web, to: shop/db, ports: [80]}", [.. lost]).IsTrue);
    }

    [Fact]
    public void Ports_that_claims_name_are_asked()
    {
        var claimed = new ProbePort(Model.Protocol.Udp, 53);
        Assert.Contains(claimed, Labs.Plan(Cluster, new LabOptions { Claimed = [claimed] }).Ports.Ports);
    }

    [Fact]
    public void A_claim_about_what_was_not_asked_is_neither_true_nor_false()
    {
        var result = Check("deny: {from: shop/web, to: shop/db, ports: [9999]}", AsPredicted(Plan()));
        Assert.False(result.IsAsked);
        Assert.False(result.IsTrue);
    }

    static ClaimResult Check(string claim, ImmutableArray<ProbeResult> results)
    {
        var (assertions, faults) = AssertionReader.Read(
            new SourceText("claims.yaml", Encoding.UTF8.GetBytes($"assertions: [{{{claim}}}]\n")));
        Assert.Empty(faults);
        var evaluator = Plan().Evaluator;
        var run = new AssertionRun(Labs.Snapshot(Labs.Input(Cluster)).With(evaluator.Cluster), evaluator);
        return ClaimCheck.Check(Assert.Single(assertions), run, results);
    }

    static LabPlan Plan() =>
        Labs.Plan(Cluster, new LabOptions { Ports = [new ProbePort(Model.Protocol.Tcp, 80), new ProbePort(Model.Protocol.Tcp, 81)] });

    static ImmutableArray<ProbeResult> AsPredicted(LabPlan plan) =>
        [.. plan.Probes.Select(probe => new ProbeResult(probe, probe.IsAllowed ? Observation.Answered : Observation.Silent, 1))];
}

using Merlon.Evaluation;
using Merlon.Lab.Planning;
using Merlon.Model;

namespace Merlon.Lab.Tests.Planning;

public sealed class PlannedProbes
{
    static readonly LabOptions Redis = new() { Ports = [new ProbePort(Protocol.Tcp, 6379)] };

    [Theory]
    [InlineData("default/backend", "default/redis", Verdict.Allow)]
    [InlineData("default/frontend", "default/redis", Verdict.Deny)]
    [InlineData("node/node-b", "default/redis", Verdict.Allow)]
    [InlineData("node/node-a", "default/redis", Verdict.Deny)]
    [InlineData("outside", "default/redis", Verdict.Deny)]
    [InlineData("default/redis", "outside", Verdict.Allow)]
    public void A_probe_has_the_models_verdict_for_both_versions(string from, string to, Verdict verdict)
    {
        var probes = Labs.Plan(Labs.Sample("backend"), Redis).Probes.Where(
            probe => probe.From.Id == from && probe.To.Id == to);
        Assert.Equal(
            [(IpFamily.IPv4, verdict), (IpFamily.IPv6, verdict)],
            probes.Select(probe => (probe.Family, probe.Predicted)));
    }

    [Fact]
    public void Every_ordered_pair_is_asked_but_oneself_and_the_outside_with_itself()
    {
        var plan = Labs.Plan(Labs.Sample("cheat-sheet"), Redis);
        var outside = plan.Places.Count(place => place.Kind == PlaceKind.Outside);
        var pairs = plan.Probes.Select(probe => (probe.From, probe.To)).Distinct().Count();
        var (all, inside) = (plan.Places.Length, plan.Places.Length - outside);
        // Outside addresses of one version alone still meet all places inside.
        Assert.Equal((inside * (inside - 1)) + (2 * inside * outside), pairs);
        Assert.True(all > inside);
    }

    [Fact]
    public void A_namespace_narrows_the_pairs()
    {
        var plan = Labs.Plan(Labs.Sample("backend"), Redis with { Namespace = "test" });
        Assert.All(plan.Probes, probe => Assert.True(probe.From.Namespace == "test" || probe.To.Namespace == "test"));
        Assert.NotEmpty(plan.Probes);
    }

    [Fact]
    public void Without_policies_every_denied_pair_is_open()
    {
        var plan = Labs.Plan(Labs.Sample("backend"));
        var open = plan.WithoutPolicies();
        Assert.Equal(
            plan.Probes.Where(probe => !probe.IsAllowed)
                .Select(probe => (probe.From.Id, probe.To.Id, probe.Family))
                .Distinct(),
            open.Probes.Select(probe => (probe.From.Id, probe.To.Id, probe.Family)));
        Assert.All(open.Probes, probe => Assert.True(probe.IsAllowed));
    }

    [Fact]
    public void Numbers_are_places_in_the_plan() =>
        Assert.All(
            Labs.Plan(Labs.Sample("backend")).Probes.Index(), entry => Assert.Equal(entry.Index, entry.Item.Index));
}

using System.Text.Json;

namespace Merlon.Cli.Tests.Commands;

public sealed class ExposureSpecs
{
    [Fact]
    public void I_see_what_may_reach_a_workload_from_inside_outside_and_later()
    {
        var run = Shop.Ask("exposure", "-n", "shop");
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Contains("shop/redis   isolated for ingress, not for egress", run.OutputLines);
        Assert.Contains(run.OutputLines, line => line.StartsWith("      not yet  a new pod app=cart in shop", StringComparison.Ordinal) && line.EndsWith("6379/tcp", StringComparison.Ordinal));
        Assert.Contains(run.OutputLines, line => line.StartsWith("      outside  10.244.2.0/24", StringComparison.Ordinal));
        Assert.Contains("unprotected       shop/cart", run.OutputLines);
        Assert.DoesNotContain(run.OutputLines, line => line.StartsWith("team/", StringComparison.Ordinal));
    }

    [Fact]
    public void Rules_that_do_nothing_are_told_with_their_line()
    {
        using var place = new Workplace();
        place.Write("all.yaml", Shop.EverythingAsOneStream + """
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: idle, namespace: team}
            spec:
              podSelector: {matchLabels: {app: absent}}
            """);
        var run = place.Run("exposure", "all.yaml");
        Assert.Contains(run.OutputLines, line => line.StartsWith("selects nothing   NetworkPolicy team/idle", StringComparison.Ordinal));
        Assert.Contains("1 policies select nothing", run.OutputLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_has_every_workload_and_both_sides()
    {
        var root = JsonDocument.Parse(Shop.Ask("exposure", "-o", "json").Output).RootElement;
        var redis = root.GetProperty("workloads").EnumerateArray().Single(workload => workload.GetProperty("name").GetString() == "shop/redis");
        Assert.True(redis.GetProperty("isolatedForIngress").GetBoolean());
        Assert.Equal("6379", redis.GetProperty("from")[0].GetProperty("connections")[0].GetProperty("ports")[0].GetString());
        Assert.Empty(root.GetProperty("idleRules").EnumerateArray());
    }

    [Fact]
    public void A_namespace_that_does_not_exist_is_told() => Assert.Equal(
        ["merlon: there is no namespace `nowhere` in the input"], Shop.Ask("exposure", "-n", "nowhere").ErrorLines);
}

namespace Merlon.Cli.Tests.Commands;

public sealed class CalicoSpecs
{
    const string Shop = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop, labels: {app: web}}
        status: {podIP: 10.244.1.2}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: db, namespace: shop, labels: {app: db}}
        status: {podIP: 10.244.1.3}
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkPolicy
        metadata: {name: guard}
        spec:
          selector: app == 'db'
          ingress:
          - action: Deny
            protocol: TCP
            source: {notSelector: app == 'web'}
          - {action: Allow, protocol: TCP, destination: {ports: [5432]}}
        ---
        apiVersion: projectcalico.org/v3
        kind: StagedGlobalNetworkPolicy
        metadata: {name: guard}
        spec: {selector: app == 'db', ingress: [{action: Deny}]}

        """;

    [Fact]
    public void I_am_told_which_selector_a_flow_met()
    {
        using var place = new Workplace();
        place.Write("shop.yaml", Shop);
        var run = place.Run("explain", "shop.yaml", "--from", "shop/web", "--to", "shop/db:5432");
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Contains("tier default · guard", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ipBlockMatchesPods", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.No, place.Run("explain", "shop.yaml", "--from", "203.0.113.5", "--to", "shop/db:5432").ExitCode);
    }

    [Fact]
    public void I_can_ask_what_staged_policies_would_change()
    {
        using var place = new Workplace();
        place.Write("shop.yaml", Shop);
        var run = place.Run("explain", "shop.yaml", "--from", "shop/web", "--to", "shop/db:5432", "--staged");
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.Contains(
            "staged policies would change this: it is allowed as it is, and would be denied", run.Output, StringComparison.Ordinal);
        var json = place.Run("explain", "shop.yaml", "--from", "shop/web", "--to", "shop/db:5432", "--staged", "-o", "json");
        Assert.Contains("\"enforcedVerdict\": \"Allow\"", json.Output, StringComparison.Ordinal);
        Assert.Contains("\"verdict\": \"Deny\"", json.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Lint_points_at_the_character_of_a_selector()
    {
        using var place = new Workplace();
        place.Write("shop.yaml", Shop.Replace("selector: app == 'db'\n  ingress:\n  - action: Deny", "selector: app = 'db'\n  ingress:\n  - action: Deny"));
        var run = place.Run("lint", "shop.yaml");
        Assert.Contains("shop.yaml:15:17", run.Output, StringComparison.Ordinal);
        Assert.Contains("write `==`", run.Output, StringComparison.Ordinal);
    }
}

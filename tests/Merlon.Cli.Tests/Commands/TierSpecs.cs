using System.Text.Json;

namespace Merlon.Cli.Tests.Commands;

/// <summary>Cluster-wide policies as a person meets them.</summary>
public sealed class TierSpecs
{
    const string Cluster = """
        {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, status: {podIP: 10.0.0.1}}
        ---
        {apiVersion: v1, kind: Pod, metadata: {name: db, namespace: shop}, status: {podIP: 10.0.0.2}}
        ---
        apiVersion: policy.networking.k8s.io/v1alpha2
        kind: ClusterNetworkPolicy
        metadata: {name: guard}
        spec:
          tier: Admin
          priority: 20
          subject: {namespaces: {}}
          ingress:
          - {action: Pass, from: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {number: 5432}}}]}
          - {action: Deny, from: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {number: 22}}}]}
          egress:
          - {action: Accept, to: [{domainNames: ["*.example.com"]}]}
          - {action: Deny, to: [{networks: [192.0.2.0/24]}]}
        ---
        apiVersion: policy.networking.k8s.io/v1alpha2
        kind: ClusterNetworkPolicy
        metadata: {name: rest}
        spec:
          tier: Baseline
          priority: 1
          subject: {namespaces: {}}
          ingress:
          - {action: Deny, from: [{namespaces: {}}]}
        """;

    [Fact]
    public void I_see_the_walk_through_the_tiers_in_one_line()
    {
        var output = Explain("shop/db", "5432").Output;
        Assert.Contains("[kube-admin] Pass → [kube-baseline] Deny", output, StringComparison.Ordinal);
        Assert.Contains("tier kube-admin · guard", output, StringComparison.Ordinal);
        Assert.Contains("passes the decision on to the next tier", output, StringComparison.Ordinal);
        Assert.Contains("rule 1  Deny from all pods in all namespaces, any port", output, StringComparison.Ordinal);
    }

    [Fact]
    public void I_see_that_a_tier_was_asked_and_by_how_much_it_missed()
    {
        var output = Explain("shop/db", "80").Output;
        Assert.Contains("[kube-admin] no rule → [kube-baseline] Deny", output, StringComparison.Ordinal);
        Assert.Contains("none of 2 rules matches, this one nearest", output, StringComparison.Ordinal);
    }

    [Fact]
    public void I_am_told_that_no_NetworkPolicy_helps_against_a_tier_above_and_what_does()
    {
        var run = Explain("shop/db", "22", "--suggest");
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.Empty(run.Output);
        var error = string.Join(' ', run.ErrorLines.Select(line => line.Trim()));
        Assert.Contains("no NetworkPolicy can help", error, StringComparison.Ordinal);
        Assert.Contains("above rule 2, or in a policy of the tier with a number below 20", error, StringComparison.Ordinal);
    }

    [Fact]
    public void I_am_told_that_a_NetworkPolicy_comes_before_the_baseline_and_what_it_would_do()
    {
        var run = Explain("shop/db", "80", "-o", "json");
        var obstacle = JsonDocument.Parse(run.Output).RootElement.GetProperty("noSuggestion").GetString()!;
        Assert.Contains("would come first, but it would isolate", obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public void A_domain_name_is_unknown_until_its_addresses_are_told()
    {
        Assert.Equal(ExitCode.Unknown, Explain("192.0.2.7", "443").ExitCode);
        Assert.Equal(ExitCode.Yes, Explain("192.0.2.7", "443", "--dns", "a.b.example.com=192.0.2.7,192.0.2.8").ExitCode);
        Assert.Equal(ExitCode.No, Explain("192.0.2.7", "443", "--dns", "www.example.com=192.0.2.9").ExitCode);
        Assert.Equal(ExitCode.Unknown, Explain("192.0.2.7", "443", "--dns", "example.com=192.0.2.7").ExitCode);
    }

    [Fact]
    public void Addresses_of_names_can_stand_in_a_file()
    {
        using var place = new Workplace();
        place.Write("cluster.yaml", Cluster);
        place.Write("names", "# of the proxy\nwww.example.com.=192.0.2.7, 2001:db8::7 # both\n\n");
        string[] question = ["explain", "cluster.yaml", "--from", "shop/web", "--to", "192.0.2.7", "-p", "443"];
        Assert.Equal(ExitCode.Yes, place.Run([.. question, "--dns-file", "names"]).ExitCode);
        Assert.Equal(["merlon: no such file: `none`"], place.Run([.. question, "--dns-file", "none"]).ErrorLines);
    }

    [Theory]
    [InlineData("example.com", "`example.com` is not NAME=ADDRESS,… with a name such as example.com")]
    [InlineData("*.example.com=192.0.2.1", "`*.example.com=192.0.2.1` is not NAME=ADDRESS,… with a name such as example.com")]
    [InlineData("example.com=somewhere", "`somewhere` is not an IP address")]
    public void A_name_without_address_is_wrong(string dns, string message)
    {
        var run = Explain("192.0.2.7", "443", "--dns", dns);
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal([$"merlon: {message}"], run.ErrorLines);
    }

    [Fact]
    public void Equal_priorities_that_disagree_are_told()
    {
        var rival = Cluster[Cluster.IndexOf("apiVersion: policy", StringComparison.Ordinal)..]
            .Split("---")[0]
            .Replace("guard", "rival", StringComparison.Ordinal)
            .Replace("action: Deny, from", "action: Accept, from", StringComparison.Ordinal);
        using var place = new Workplace();
        place.Write("cluster.yaml", Cluster + "\n---\n" + rival);
        var run = place.Run("explain", "cluster.yaml", "--from", "shop/web", "--to", "shop/db", "-p", "22", "-o", "json");
        Assert.Equal(ExitCode.No, run.ExitCode);
        var assumption = JsonDocument.Parse(run.Output).RootElement.GetProperty("assumptions")[0].GetString()!;
        Assert.Contains("guard comes before rival by name: both have priority 20", assumption, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_server_has_stored_and_is_not_understood_says_so()
    {
        using var place = new Workplace();
        place.Write("cluster.yaml", Cluster.Replace("from: [{namespaces: {}}]}", "from: [{future: {}}]}", StringComparison.Ordinal));
        string[] question = ["explain", "cluster.yaml", "--from", "shop/web", "--to", "shop/db", "-p", "80"];
        Assert.Equal(ExitCode.Wrong, place.Run(question).ExitCode);
        var stored = place.Run([.. question, "--field-validation", "stored"]);
        Assert.Equal(ExitCode.No, stored.ExitCode);
        Assert.Contains("! `future` is not understood: the rule denies everything", stored.Output, StringComparison.Ordinal);
    }

    static ProgramRun Explain(string to, string port, params string[] more)
    {
        using var place = new Workplace();
        place.Write("cluster.yaml", Cluster);
        return place.Run(["explain", "cluster.yaml", "--from", "shop/web", "--to", to, "-p", port, .. more]);
    }
}

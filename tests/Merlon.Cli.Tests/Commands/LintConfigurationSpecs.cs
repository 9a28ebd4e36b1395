namespace Merlon.Cli.Tests.Commands;

public sealed class LintConfigurationSpecs
{
    const string Egress = """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: out, namespace: shop}
        spec:
          podSelector: {matchLabels: {app: web}}
          policyTypes: [Egress]
          egress:
          - to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]

        """;

    [Fact]
    public void What_the_cluster_is_like_makes_checks_exact()
    {
        using var place = new Workplace();
        place.Write("out.yaml", Egress);
        Assert.Equal([], Codes(place));
        place.Write("merlon.yaml", "cluster:\n  dualStack: true\n  dns: {addresses: [10.244.0.10]}\n");
        Assert.Equal(["DNS-BLOCKED", "V6-GAP"], Codes(place));
        place.Write("merlon.yaml", "cluster:\n  dualStack: false\n  dns: {addresses: [169.254.20.10]}\n");
        Assert.Equal([], Codes(place));
    }

    [Fact]
    public void A_configured_range_is_known_without_a_manifest()
    {
        using var place = new Workplace();
        place.Write("out.yaml", Egress.Replace("0.0.0.0/0, except: [10.0.0.0/8]", "10.96.0.0/24", StringComparison.Ordinal));
        place.Write("merlon.yaml", "cluster: {serviceRanges: [10.96.0.0/12], dns: {addresses: [10.96.0.10]}}\n");
        Assert.Equal(["IPBLOCK-SVC"], Codes(place));
    }

    [Fact]
    public void Every_fault_of_the_file_is_told_and_nothing_of_it_used()
    {
        using var place = new Workplace();
        place.Write("out.yaml", Egress);
        place.Write("merlon.yaml", "cluster:\n  podRange: [10.0.0.0/8]\n  nodeRanges: [10.0.0.1]\nlint:\n  failOn: fatal\n  ignore:\n  - {code: NOPE, reason: a}\n  - {code: NOOP}\n");
        var run = place.Run("lint", "out.yaml");
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal(
            [
                "merlon: merlon.yaml:2:3: `podRange` is not a field of cluster: dns, apiServers, podRanges, nodeRanges, serviceRanges, dualStack",
                "merlon: merlon.yaml:3:16: `10.0.0.1` is not a CIDR such as 10.244.0.0/16",
                "merlon: merlon.yaml:7:12: `NOPE` is not a code of lint",
                "merlon: merlon.yaml:8:5: an entry of lint.ignore needs a reason",
                "merlon: merlon.yaml:5:11: `fatal` is not a severity: error, warning or info",
            ],
            run.ErrorLines);
    }

    [Fact]
    public void A_configuration_that_is_named_must_be_there()
    {
        var run = ProgramRun.In("/", ["lint", "-", "--config", "nowhere.yaml"], Egress);
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal(["merlon: no such file: `nowhere.yaml`"], run.ErrorLines);
    }

    [Theory]
    [InlineData("lint: {ignore: [{code: V6-GAP, reason: IPv6 is off at the border}]}", 1)]
    [InlineData("lint: {ignore: [{code: V6-GAP, object: shop/out, reason: IPv6 is off}]}", 1)]
    [InlineData("lint: {ignore: [{code: V6-GAP, object: NetworkPolicy shop/*, reason: IPv6 is off}]}", 1)]
    [InlineData("lint: {ignore: [{code: V6-GAP, object: team/out, reason: IPv6 is off}]}", 0)]
    [InlineData("lint: {failOn: error}", 0)]
    public void What_is_ignored_by_the_file_is_counted_and_not_shown(string lint, int ignored)
    {
        using var place = new Workplace();
        place.Write("out.yaml", Egress);
        place.Write("merlon.yaml", $"cluster: {{dualStack: true}}\n{lint}\n");
        var run = place.Run("lint", "out.yaml");
        Assert.Equal(ignored == 0, run.Output.Contains("V6-GAP\n", StringComparison.Ordinal));
        Assert.Equal(ignored > 0, run.Output.Contains("1 ignored", StringComparison.Ordinal));
        Assert.Equal(ignored == 0 && !lint.Contains("failOn", StringComparison.Ordinal) ? ExitCode.No : ExitCode.Yes, run.ExitCode);
    }

    [Theory]
    [InlineData("namespace: shop}", "namespace: shop, annotations: {merlon.dev/ignore.DNS-BLOCKED: it needs no names}}")]
    [InlineData("  egress:", "  # merlon:ignore DNS-BLOCKED it needs no names\n  egress:")]
    [InlineData("  egress:", "  egress: # merlon:ignore DNS-BLOCKED: it needs no names")]
    public void A_manifest_can_say_itself_why_it_is_right(string from, string to)
    {
        var text = Egress.Replace("0.0.0.0/0, except: [10.0.0.0/8]", "192.0.2.0/24", StringComparison.Ordinal);
        Assert.Contains("DNS-BLOCKED", Lint(text).Output, StringComparison.Ordinal);
        var run = Lint(text.Replace(from, to, StringComparison.Ordinal));
        Assert.Equal((ExitCode.Yes, "nothing found in 1 policy in 1 document · 1 ignored\n"), (run.ExitCode, run.Output));
    }

    [Theory]
    [InlineData("# merlon:ignore DNS-BLOCKED", "nothing says why DNS-BLOCKED is ignored")]
    [InlineData("# merlon:ignore DNS it needs none", "`DNS` is not a code of lint")]
    public void Without_a_reason_nothing_is_ignored(string comment, string fault)
    {
        var run = Lint(Egress.Replace("0.0.0.0/0, except: [10.0.0.0/8]", "192.0.2.0/24", StringComparison.Ordinal)
            .Replace("  egress:", $"  egress: {comment}", StringComparison.Ordinal));
        Assert.Contains($"  warning  IGNORE-REASON\n      {fault}: this suppresses nothing.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("  warning  DNS-BLOCKED\n", run.Output, StringComparison.Ordinal);
    }

    static ProgramRun Lint(string text) => ProgramRun.In("/", ["lint", "-"], text);

    static IEnumerable<string> Codes(Workplace place) => place.Run("lint", "out.yaml").OutputLines
        .Where(line => line.StartsWith("out.yaml:", StringComparison.Ordinal))
        .Select(line => line.Split("  ")[2])
        .Order(StringComparer.Ordinal);
}

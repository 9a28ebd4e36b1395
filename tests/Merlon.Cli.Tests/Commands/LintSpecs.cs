namespace Merlon.Cli.Tests.Commands;

public sealed class LintSpecs
{
    const string Explicit = """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: fine, namespace: shop}
        spec:
          podSelector: {matchLabels: {app: web}}
          policyTypes: [Ingress]
          ingress: [{from: [{podSelector: {matchLabels: {app: a}}}], ports: [{protocol: TCP, port: 80}]}]

        """;

    [Fact]
    public void A_clean_policy_finds_nothing()
    {
        var run = Lint(Explicit);
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Equal(["nothing found in 1 policy in 1 document"], run.OutputLines);
    }

    [Fact]
    public void A_hint_alone_is_no_failure()
    {
        var run = Lint(Explicit.Replace("protocol: TCP, ", "", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.StartsWith("<stdin>:7:", run.Output, StringComparison.Ordinal);
        Assert.Contains("  info  PROTO-DEFAULT\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 info in 1 policy in 1 document\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_warning_is_a_finding()
    {
        var run = Lint(
            Explicit.Replace("from: [{podSelector: {matchLabels: {app: a}}}], ", "", StringComparison.Ordinal));
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.Contains("  warning  EXTERNAL-OPEN\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_API_server_refuses_is_an_error_with_its_place()
    {
        var run = Lint(Explicit.Replace("port: 80}", "port: 80, endPort: 79}", StringComparison.Ordinal));
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.Contains(
            "<stdin>:7:96  error  API-REJECT\n      endPort 79 is below port 80.\n",
            run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_is_told_in_one_run()
    {
        var run = Lint("a: [\n---\n"
            + Explicit.Replace("podSelector: {matchLabels: {app: web}}", "podSelecter: {}", StringComparison.Ordinal)
            + "---\nkind: 7\n");
        Assert.Equal(ExitCode.No, run.ExitCode);
        foreach (var code in new[] { "YAML-SYNTAX", "FIELD-UNKNOWN", "FIELD-TYPE" })
        {
            Assert.Contains(code, run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Findings_are_ordered_by_place()
    {
        using var place = new Workplace();
        var bad = Explicit.Replace("protocol: TCP", "protocol: tcp", StringComparison.Ordinal);
        place.Write("b.yaml", bad + "---\n" + bad.Replace("fine", "other", StringComparison.Ordinal));
        place.Write("a.yaml", bad.Replace("fine", "third", StringComparison.Ordinal));
        var places = place.Run("lint", ".").OutputLines
            .Where(line => line.Contains("error", StringComparison.Ordinal)
                && line.Contains(".yaml:", StringComparison.Ordinal))
            .Select(line => line.Split(':')[0] + ":" + line.Split(':')[1]);
        Assert.Equal(["a.yaml:7", "b.yaml:7", "b.yaml:15"], places);
    }

    [Fact]
    public void Kinds_that_are_no_policy_are_counted()
    {
        var run = Lint(Explicit + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
        Assert.Equal("nothing found in 1 policy in 2 documents · not policy: 1 ConfigMap", run.OutputLines[^1]);
    }

    [Fact]
    public void Colour_only_marks_severity_and_code()
    {
        var bad = Explicit.Replace("protocol: TCP", "protocol: tcp", StringComparison.Ordinal);
        var coloured = ProgramRun.In("/", ["lint", "-"], bad, color: true);
        Assert.Contains(
            "\u001b[31merror\u001b[0m  \u001b[1mAPI-REJECT\u001b[0m", coloured.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", Lint(bad).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_does_not_exist_is_an_error()
    {
        var run = ProgramRun.In("/", ["lint", "-", "-o", "sarif"], Explicit);
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal(["merlon: `sarif` is not an output of lint: text or json"], run.ErrorLines);
    }

    [Fact]
    public void I_can_ask_what_a_code_means()
    {
        var run = ProgramRun.In("/", ["lint", "--explain", "port-dup"]);
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Equal("PORT-DUP   info: a port entry is repeated", run.OutputLines[0]);
        Assert.Contains("      - {protocol: TCP, port: 9015}", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PORT-DUPE", "merlon: there is no code `PORT-DUPE`: did you mean PORT-DUP?")]
    [InlineData("nothing", "merlon: there is no code `nothing`: docs/lint.md lists them")]
    public void A_code_that_does_not_exist_cannot_be_explained(string code, string error)
    {
        var run = ProgramRun.In("/", ["lint", "--explain", code]);
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal([error], run.ErrorLines);
    }

    [Fact]
    public void Something_to_lint_must_be_named()
    {
        var run = ProgramRun.In("/", ["lint"]);
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal(["merlon: name files or folders to lint, - for standard input, or --kubeconfig for a live cluster"], run.ErrorLines);
    }

    static ProgramRun Lint(string text) => ProgramRun.In("/", ["lint", "-"], text);
}

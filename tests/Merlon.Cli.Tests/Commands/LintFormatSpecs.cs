using System.Text.Json;
using System.Xml.Linq;
using Merlon.Linting;

namespace Merlon.Cli.Tests.Commands;

/// <summary>What lint writes for other programs.</summary>
public sealed class LintFormatSpecs
{
    const string Open = """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: front, namespace: shop}
        spec:
          podSelector: {matchLabels: {app: web}}
          policyTypes: [Ingress]
          ingress:
          - ports:
            - port: 80

        """;

    [Fact]
    public void GitHub_shows_a_finding_beside_its_line()
    {
        using var place = new Workplace();
        place.Write("a,b.yaml", Open);
        var run = place.Run("lint", "a,b.yaml", "-o", "github");
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.StartsWith("::warning file=a%2Cb.yaml,line=8,col=5,title=EXTERNAL-OPEN::The rule names nobody", run.OutputLines[0], StringComparison.Ordinal);
        Assert.StartsWith("::notice file=a%2Cb.yaml,line=9,col=7,title=PROTO-DEFAULT::Without protocol", run.OutputLines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void JUnit_has_a_failed_case_for_a_failing_finding_and_a_passed_one_for_a_clean_file()
    {
        using var place = new Workplace();
        place.Write("open.yaml", Open);
        place.Write("clean.yaml", "a: b\n");
        var suites = XDocument.Parse(place.Run("lint", ".", "-o", "junit").Output).Root!;
        Assert.Equal(
            ["clean.yaml 1 0", "open.yaml 1 1"],
            suites.Elements("testsuite").Select(suite =>
                $"{suite.Attribute("name")!.Value} {suite.Attribute("tests")!.Value} {suite.Attribute("failures")!.Value}"));
        var failure = Assert.Single(suites.Descendants("failure"));
        Assert.Equal(("EXTERNAL-OPEN", "open.yaml:8:5"), (failure.Attribute("type")!.Value, failure.Value));
    }

    [Fact]
    public void SARIF_has_a_rule_for_every_code_and_points_at_it()
    {
        using var place = new Workplace();
        place.Write("my shop/open.yaml", Open.Replace("- port: 80", "- port: 80 # merlon:ignore PROTO-DEFAULT it is HTTP", StringComparison.Ordinal));
        var run = place.Run("lint", ".", "-o", "sarif");
        var log = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("2.1.0", log.GetProperty("version").GetString());
        var sarif = Assert.Single(log.GetProperty("runs").EnumerateArray());
        var rules = sarif.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().ToList();
        Assert.Equal(LintRules.All.Select(rule => rule.Code.Id), rules.Select(rule => rule.GetProperty("id").GetString()));
        var results = sarif.GetProperty("results").EnumerateArray().ToList();
        Assert.All(results, result => Assert.Equal(
            result.GetProperty("ruleId").GetString(),
            rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString()));
        Assert.Equal(["EXTERNAL-OPEN warning", "PROTO-DEFAULT note"], results.Select(result =>
            $"{result.GetProperty("ruleId").GetString()} {result.GetProperty("level").GetString()}"));
        var at = results[0].GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("my%20shop/open.yaml", at.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(8, at.GetProperty("region").GetProperty("startLine").GetInt32());
        var suppression = Assert.Single(results[1].GetProperty("suppressions").EnumerateArray());
        Assert.Equal("inSource", suppression.GetProperty("kind").GetString());
        Assert.Equal("it is HTTP", suppression.GetProperty("justification").GetString());
        Assert.False(results[0].TryGetProperty("suppressions", out _));
    }

    [Theory]
    [InlineData("never", ExitCode.Yes)]
    [InlineData("error", ExitCode.Yes)]
    [InlineData("warning", ExitCode.No)]
    [InlineData("info", ExitCode.No)]
    public void I_choose_what_fails(string severity, int exitCode) =>
        Assert.Equal(exitCode, ProgramRun.In("/", ["lint", "-", "--fail-on", severity], Open).ExitCode);

    [Fact]
    public void Another_severity_is_an_error()
    {
        var run = ProgramRun.In("/", ["lint", "-", "--fail-on", "fatal"], Open);
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal(["merlon: `fatal` is not a severity: error, warning, info or never"], run.ErrorLines);
    }

    [Fact]
    public void The_hooks_for_pre_commit_ask_what_the_program_knows()
    {
        var entries = File.ReadAllLines(Path.Combine(Repository.Root, ".pre-commit-hooks.yaml"))
            .Where(line => line.StartsWith("  entry: merlon ", StringComparison.Ordinal))
            .Select(line => line["  entry: merlon ".Length..].Split(' '))
            .ToList();
        Assert.Equal(2, entries.Count);
        using var place = new Workplace();
        place.Write("clean.yaml", "a: b\n");
        Assert.All(entries, entry => Assert.Equal(ExitCode.Yes, place.Run([.. entry, "clean.yaml"]).ExitCode));
        Assert.True(File.Exists(Path.Combine(Repository.Root, "merlon")));
    }
}

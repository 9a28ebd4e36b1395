using System.Text.Json;
using System.Xml.Linq;

namespace Merlon.Cli.Tests.Commands;

public sealed class TestSpecs : IDisposable
{
    const string Good = """
        groups:
          clients: [{namespace: shop, labels: {app: web}}, shop/Deployment/cart]
        assertions:
        - allow: {from: clients, to: shop/redis, ports: [6379]}
        - name: the team does not reach Redis
          deny: {from: {namespace: team}, to: shop/redis}
        - only: {from: clients, to: shop/redis}
        """;

    readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Assertions_that_hold_pass()
    {
        var run = Test(Good);
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Equal(["3 passed, 0 failed"], run.OutputLines);
    }

    [Fact]
    public void One_that_does_not_hold_fails_with_a_flow_and_the_line_that_decides()
    {
        var run = Test("assertions:\n- allow: {from: team/redis, to: shop/redis, ports: [6379]}\n");
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.StartsWith("FAILED   allow team/redis → shop/redis : 6379/TCP", run.OutputLines[0], StringComparison.Ordinal);
        Assert.EndsWith("tests.yaml:2", run.OutputLines[0], StringComparison.Ordinal);
        Assert.Equal("  DENY   team/redis (10.244.2.3) → shop/redis (10.244.1.3) 6379/TCP", run.OutputLines[1]);
        Assert.Contains("egress denied: isolated by team/out-to-https", run.OutputLines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Only_fails_where_somebody_else_may()
    {
        var run = Test("assertions:\n- only: {from: shop/Deployment/cart, to: shop/redis}\n");
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.Contains("ALLOW   shop/web-7f-1", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_firewall_of_a_host_decides_too()
    {
        _place.Write("in/all.yaml", """
            {apiVersion: v1, kind: Node, metadata: {name: n1}, status: {addresses: [{type: InternalIP, address: 192.0.2.1}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: db, namespace: shop}, spec: {nodeName: n1}, status: {podIP: 10.0.0.2}}
            """);
        _place.Write("rules.sh", "iptables -A FORWARD -p tcp --dport 5432 -j DROP\n");
        _place.Write("firewalls.yaml", "assertions:\n- deny: {from: 203.0.113.9, to: shop/db, ports: [5432]}\n");
        Assert.Equal(ExitCode.No, _place.Run("test", "firewalls.yaml", "--on", "in").ExitCode);
        Assert.Equal(
            ExitCode.Yes, _place.Run("test", "firewalls.yaml", "--on", "in", "--host-firewall", "n1=rules.sh").ExitCode);
    }

    [Theory]
    [InlineData("deny: {from: {namespace: shop, labels: {app: nobody}}, to: shop/redis}")]
    [InlineData("allow: {from: {labels: {app: nobody}}, to: shop/redis}")]
    [InlineData("only: {from: {labels: {app: nobody}}, to: shop/redis}")]
    public void What_speaks_of_nobody_shows_nothing_and_fails(string assertion)
    {
        var run = Test($"assertions:\n- {assertion}\n");
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.Contains("nobody is meant", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_outside_can_be_meant()
    {
        Assert.Equal(ExitCode.Yes, Test("assertions:\n- deny: {from: outside, to: shop/redis}\n").ExitCode);
        Assert.Equal(ExitCode.Yes, Test("assertions:\n- allow: {from: 203.0.113.0/25, to: shop/web-7f-1, ports: [8080]}\n").ExitCode);
        Assert.Equal(ExitCode.No, Test("assertions:\n- allow: {from: 203.0.113.0/24, to: shop/web-7f-1, ports: [8080]}\n").ExitCode);
    }

    [Theory]
    [InlineData("assertions:\n- allow: {form: a, to: b}\n", "tests.yaml:2:11: `form` is not a field of allow: did you mean `from`?")]
    [InlineData("assertions:\n- deny: {from: nobody, to: shop/redis}\n", "tests.yaml:2:16: there is no endpoint `nobody` in the input")]
    [InlineData("assertions:\n- deny: {from: shop/redis, to: shop/redis, ports: [http]}\n", "tests.yaml:2:52: `http` is a name")]
    [InlineData("assertions:\n- name: nothing\n", "tests.yaml:2:3: an assertion says allow, deny or only")]
    [InlineData("groups: {}\n", "tests.yaml:1:1: there is no assertion in this file")]
    public void What_is_wrong_with_the_file_is_told_with_its_place(string text, string error)
    {
        var run = Test(text);
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.StartsWith($"merlon: {error}", run.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Changes_of_rules_that_no_assertion_notices_are_told()
    {
        _place.Write("tests.yaml", "assertions:\n- allow: {from: shop/Deployment/cart, to: shop/redis, ports: [6379]}\n");
        var run = _place.Run("test", "tests.yaml", "--on", Path.Combine(Shop.Folder, "input"), "--mutate");
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.Contains(run.OutputLines, line => line.StartsWith("UNNOTICED   shop/redis rule 1 widened to anyone", StringComparison.Ordinal));
        Assert.DoesNotContain(run.OutputLines, line => line.StartsWith("UNNOTICED   shop/redis rule 1 deleted", StringComparison.Ordinal));
        Assert.Equal("1 of 9 changes are noticed", run.OutputLines[^1]);
    }

    [Fact]
    public void Rules_that_no_assertion_exercises_are_told()
    {
        var run = Test(Good, "--coverage");
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Contains(run.OutputLines, line => line.StartsWith("UNTESTED   shop/web rule 1", StringComparison.Ordinal));
        Assert.DoesNotContain(run.OutputLines, line => line.StartsWith("UNTESTED   shop/redis rule 1", StringComparison.Ordinal));
    }

    [Fact]
    public void Build_servers_can_read_the_results()
    {
        const string Mixed = "assertions:\n- deny: {from: outside, to: shop/redis}\n- allow: {from: outside, to: shop/redis, ports: [80]}\n";
        Assert.Equal(["ok 1 - deny outside → shop/redis", "not ok 2 - allow outside → shop/redis : 80/TCP"], Test(Mixed, "-o", "tap").OutputLines.Where(line => line.Contains("ok ", StringComparison.Ordinal)));
        Assert.StartsWith("::error file=tests.yaml,line=3,col=3::allow outside → shop/redis", Test(Mixed, "-o", "github").Output, StringComparison.Ordinal);
        var junit = XDocument.Parse(Test(Mixed, "-o", "junit").Output).Root!;
        Assert.Equal("1", junit.Attribute("failures")!.Value);
        var sarif = JsonDocument.Parse(Test(Mixed, "-o", "sarif").Output).RootElement;
        Assert.Equal(3, sarif.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("locations")[0]
            .GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32());
    }

    ProgramRun Test(string assertions, params string[] arguments)
    {
        _place.Write("tests.yaml", assertions);
        return _place.Run(["test", "tests.yaml", "--on", Path.Combine(Shop.Folder, "input"), .. arguments]);
    }
}

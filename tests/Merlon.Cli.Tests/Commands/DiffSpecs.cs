using System.Diagnostics;
using System.Text.Json;

namespace Merlon.Cli.Tests.Commands;

public sealed class DiffSpecs : IDisposable
{
    const string Pods = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop, labels: {app: web}}
        status: {phase: Running, podIP: 10.0.0.1}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: db, namespace: shop, labels: {app: db}}
        status: {phase: Running, podIP: 10.0.0.2}
        """;

    const string DenyAll = """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: deny, namespace: shop}
        spec: {podSelector: {matchLabels: {app: db}}}
        """;

    const string AllowWeb = """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: db, namespace: shop}
        spec:
          podSelector: {matchLabels: {app: db}}
          ingress:
          - from: [{podSelector: {matchLabels: {app: web}}}]
            ports: [{port: 5432}]
        """;

    readonly Workplace _place = new();

    public DiffSpecs()
    {
        _place.Write("old/all.yaml", Pods + "\n---\n" + DenyAll);
        _place.Write("new/all.yaml", Pods + "\n---\n" + DenyAll);
        _place.Write("new/db.yaml", AllowWeb);
    }

    public void Dispose() => _place.Dispose();

    [Fact]
    public void I_see_what_a_change_opens_with_a_flow_and_the_lines_on_both_sides()
    {
        var run = _place.Run("diff", "old", "new");
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.Equal("OPENED 1   shop/web → shop/db : 5432/tcp", run.OutputLines[0]);
        Assert.Contains(run.OutputLines, line => line.Contains("now: ingress allowed by shop/db rule 1", StringComparison.Ordinal) && line.EndsWith("new/db.yaml:7", StringComparison.Ordinal));
        Assert.Contains(run.OutputLines, line => line.Contains("before: ingress denied: isolated by shop/deny", StringComparison.Ordinal) && line.EndsWith("old/all.yaml:11", StringComparison.Ordinal));
        Assert.Contains(run.OutputLines, line => line.Trim() == "e.g. shop/web (10.0.0.1) → shop/db (10.0.0.2) 5432/TCP");
        Assert.EndsWith("open connections unchanged", run.OutputLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_other_way_round_it_closes() =>
        Assert.StartsWith("CLOSED 1   shop/web → shop/db : 5432/tcp", _place.Run("diff", "new", "old").Output, StringComparison.Ordinal);

    [Fact]
    public void A_gate_fails_on_what_it_is_told_to()
    {
        Assert.Equal(ExitCode.Yes, _place.Run("diff", "old", "old").ExitCode);
        Assert.Equal(ExitCode.No, _place.Run("diff", "old", "new", "--fail-on", "opened").ExitCode);
        Assert.Equal(ExitCode.Yes, _place.Run("diff", "new", "old", "--fail-on", "opened").ExitCode);
        Assert.Equal(ExitCode.No, _place.Run("diff", "new", "old", "--fail-on", "closed").ExitCode);
    }

    [Fact]
    public void New_and_gone_workloads_are_no_changes_of_policy()
    {
        _place.Write("grown/all.yaml", Pods.Replace("name: web,", "name: job,", StringComparison.Ordinal) + "\n---\n" + DenyAll);
        var run = _place.Run("diff", "old", "grown");
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.Equal(["NEW 1      shop/job", "GONE 1     shop/web"], run.OutputLines[..2]);
        Assert.Equal(ExitCode.Yes, _place.Run("diff", "old", "grown", "--fail-on", "opened").ExitCode);
    }

    [Fact]
    public void What_belongs_to_both_versions_can_lie_elsewhere()
    {
        _place.Write("pods.yaml", Pods);
        _place.Write("p1/deny.yaml", DenyAll);
        _place.Write("p2/allow.yaml", AllowWeb);
        Assert.StartsWith(
            "OPENED 1   shop/web → shop/db : 5432/tcp",
            _place.Run("diff", "p1", "p2", "--with", "pods.yaml").Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void I_can_compare_with_a_revision()
    {
        Git("init", "-q");
        Git("add", "old");
        Git("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-q", "-m", "one");
        _place.Write("old/db.yaml", AllowWeb);
        var run = _place.Run("diff", "HEAD:old", "old");
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.StartsWith("OPENED 1   shop/web → shop/db : 5432/tcp", run.Output, StringComparison.Ordinal);
        Assert.Contains("HEAD:old/all.yaml:11", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("merlon: git cannot read `nothing:old`", _place.Run("diff", "nothing:old", "old").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void I_see_what_a_firewall_of_a_host_closes()
    {
        const string Node = "\n---\n{apiVersion: v1, kind: Node, metadata: {name: n1}}\n";
        var pods = Pods.Replace("status:", "spec: {nodeName: n1}\nstatus:", StringComparison.Ordinal) + Node;
        _place.Write("before/all.yaml", pods);
        _place.Write("after/all.yaml", pods);
        _place.Write("after/hosts/n1.sh", "iptables -A FORWARD -p tcp --dport 5432 -d 10.0.0.2 -j DROP\n");
        var run = _place.Run("diff", "before", "after");
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.StartsWith("CLOSED 1   shop/web · outside → shop/db : 5432/tcp", run.Output, StringComparison.Ordinal);
        Assert.Contains("now: the firewall of a host decides", run.Output, StringComparison.Ordinal);
        var both = _place.Run("diff", "before", "before", "--host-firewall", "n1=after/hosts/n1.sh");
        Assert.Equal(ExitCode.Yes, both.ExitCode);
    }

    [Fact]
    public void JSON_and_Markdown_tell_the_same()
    {
        var opened = JsonDocument.Parse(_place.Run("diff", "old", "new", "-o", "json").Output)
            .RootElement.GetProperty("opened")[0];
        Assert.Equal("shop/web", opened.GetProperty("from")[0].GetString());
        Assert.Equal("5432", opened.GetProperty("connections")[0].GetProperty("ports")[0].GetString());
        Assert.Equal("Deny", opened.GetProperty("before").GetProperty("verdict").GetString());
        Assert.Equal(7, opened.GetProperty("after").GetProperty("because")[0].GetProperty("line").GetInt32());
        Assert.Contains(
            "| shop/web → shop/db : 5432/tcp |", _place.Run("diff", "old", "new", "-o", "md").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_means_nothing_is_told() =>
        Assert.Equal(["merlon: no such file or folder: `absent`"], _place.Run("diff", "absent", "new").ErrorLines);

    void Git(params string[] arguments)
    {
        using var process = Process.Start("git", ["-C", _place.Folder, .. arguments]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}

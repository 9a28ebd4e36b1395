using System.Diagnostics;
using Merlon.Lab.Kernel;
using Merlon.Lab.State;

namespace Merlon.Lab.Tests.Kernel;

/// <summary>The program itself, as a user runs it: what it leaves behind however it ends.</summary>
[Collection(nameof(RealLabs))]
public sealed class LabProgram : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly LabFolder _folder = new(Directory.CreateTempSubdirectory("merlon-lab-tests-").FullName);

    public LabProgram() =>
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Real labs need root on Linux.");

    [Fact]
    public void I_can_run_a_lab_and_nothing_is_left()
    {
        var (code, output, _) = Run("lab", "run", Repository.Sample("backend"));
        Assert.Equal(0, code);
        Assert.Contains("420 as predicted", output, StringComparison.Ordinal);
        Assert.Empty(_folder.All());
    }

    [Fact]
    public void I_can_keep_a_lab_and_use_it()
    {
        Assert.Equal(0, Run("lab", "up", Repository.Sample("backend"), "--network", "bridge").Code);
        var id = _folder.Up().Id;
        Assert.Equal(2, Run("lab", "up", Repository.Sample("backend")).Code);
        Assert.Equal(7, Run("lab", "exec", "web", "--", "sh", "-c", "exit 7").Code);
        Assert.Contains(
            "10.244.2.3", Run("lab", "exec", "redis", "--", "ip", "address").Output, StringComparison.Ordinal);
        Assert.Equal(0, Run("lab", "probe", "--port", "6379").Code);
        Tool.Run(
            "ip",
            ["netns", "exec", $"{LabState.PrefixOf(id)}node.node-b", "nft", "flush", "chain", "inet", "merlon_lab", "ingress_forward"]);
        var (code, output, _) = Run("lab", "probe", "--port", "6379");
        Assert.Equal(1, code);
        Assert.Contains(
            "predicted DENIED, but the packet arrived: frontend (10.244.1.2:", output, StringComparison.Ordinal);
        Assert.Equal(0, Run("lab", "apply", Path.Combine(Repository.Sample("backend"), "policies.yaml")).Code);
        Assert.Equal(0, Run("lab", "probe", "--port", "6379").Code);
        Assert.Equal(0, Run("lab", "down").Code);
        AssertNothingOf(id);
    }

    [Fact]
    public void A_run_that_is_killed_is_removed_by_down()
    {
        using var run = Start("lab", "run", Repository.Sample("cheat-sheet"));
        var id = WaitForNamespaces(run);
        run.Kill();
        run.WaitForExit();
        Assert.Contains("its process is gone", Run("lab", "status").Output, StringComparison.Ordinal);
        Assert.Contains($"lab {id} removed", Run("lab", "down").Output, StringComparison.Ordinal);
        AssertNothingOf(id);
    }

    [Fact]
    public void A_run_that_is_asked_to_end_removes_what_it_made()
    {
        using var run = Start("lab", "run", Repository.Sample("cheat-sheet"));
        var id = WaitForNamespaces(run);
        Tool.Run("kill", ["-TERM", $"{run.Id}"]);
        Assert.True(run.WaitForExit(Patience));
        Assert.Equal(2, run.ExitCode);
        AssertNothingOf(id);
    }

    [Fact]
    public void I_am_told_of_wrong_input()
    {
        Assert.Equal(
            (2, "merlon: `80` is not a protocol: tcp, udp, sctp or icmp"),
            First(Run("lab", "run", Repository.Sample("backend"), "--port", "x/80")));
        Assert.Equal((2, "merlon: no lab is up: merlon lab up PATH… makes one"), First(Run("lab", "probe")));
        Assert.Equal(
            (2, "merlon: `ring` is not a network: routed or bridge"),
            First(Run("lab", "run", Repository.Sample("backend"), "--network", "ring")));
        Assert.Equal(
            (2, "merlon: 127.0.0.1 is no address that a host outside can have"),
            First(Run("lab", "run", Repository.Sample("backend"), "--outside", "127.0.0.1")));
    }

    [Fact]
    public void I_can_run_a_lab_without_root()
    {
        string[] asNobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups"];
        var (made, _, reason) = Run("setpriv", [.. asNobody, "unshare", "--user", "--map-root-user", "--net", "true"]);
        Assert.SkipWhen(made != 0, $"No user namespaces for others than root here: {reason}");
        var program = Path.Combine(AppContext.BaseDirectory, "Merlon.Cli");
        var (code, output, error) = Run(
            "setpriv",
            [.. asNobody, "env", "-u", LabFolder.Variable, "-u", "XDG_RUNTIME_DIR", "HOME=/tmp", program, "lab", "run", Repository.Sample("backend"), "--port", "6379"]);
        Assert.True(code == 0, error);
        Assert.Contains("84 as predicted", output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        foreach (var state in _folder.All()) Merlon.Lab.Lab.Remove(_folder, state);
        Directory.Delete(_folder.Path, recursive: true);
    }

    static (int Code, string Error) First((int Code, string Output, string Error) ended) =>
        (ended.Code, ended.Error.Split('\n')[0]);

    string WaitForNamespaces(Process run)
    {
        for (var time = Stopwatch.StartNew(); time.Elapsed < Patience && !run.HasExited; Thread.Sleep(5))
        {
            if (_folder.All() is [var state] && state.Namespaces.All(netns => File.Exists(Path.Combine(NetnsThread.Folder, netns))))
            {
                return state.Id;
            }
        }
        throw new InvalidOperationException("The run made no namespaces.");
    }

    void AssertNothingOf(string id)
    {
        var prefix = LabState.PrefixOf(id);
        Assert.Empty(_folder.All());
        Assert.DoesNotContain(prefix, Tool.Run("ip", ["netns", "list"]), StringComparison.Ordinal);
        Assert.DoesNotContain(prefix, Tool.Run("ip", ["-o", "link"]), StringComparison.Ordinal);
    }

    (int Code, string Output, string Error) Run(params string[] arguments) =>
        Run(Path.Combine(AppContext.BaseDirectory, "Merlon.Cli"), arguments);

    (int Code, string Output, string Error) Run(string program, string[] arguments)
    {
        using var process = Start(program, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    Process Start(params string[] arguments) => Start(Path.Combine(AppContext.BaseDirectory, "Merlon.Cli"), arguments);

    Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[LabFolder.Variable] = _folder.Path;
        return Process.Start(start)!;
    }
}

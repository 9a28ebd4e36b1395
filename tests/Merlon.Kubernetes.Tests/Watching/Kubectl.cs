using System.Diagnostics;
using Merlon.TestServer;

namespace Merlon.Kubernetes.Tests.Watching;

/// <summary>What a person does with kubectl, seen by a watch: the test server is not only spoken to by Merlon.</summary>
public sealed class Kubectl : IDisposable
{
    static readonly ApiResource[] Watched =
    [
        new("", "v1", "pods", "Pod", true),
        new("", "v1", "namespaces", "Namespace", false),
        new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true),
    ];

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sample_is_applied_changed_and_deleted()
    {
        Assert.SkipUnless(IsInstalled, "kubectl is not installed (Debian: kubernetes-client).");
        await using var server = await ApiServer.StartAsync();
        await using var follower = new Follower(server, Watched);
        var sample = Path.Combine(Samples, "backend");
        await RunAsync(server, "apply", "--validate=false", "-f", sample);
        await follower.AgreesAsync(server);
        Assert.NotEmpty(follower.StateOf(Watched[0]));
        Assert.NotEmpty(follower.StateOf(Watched[2]));

        var pod = follower.StateOf(Watched[0]).Keys.First().Split('/');
        await RunAsync(server, "label", "pod", "-n", pod[0], pod[1], "tried=yes");
        await RunAsync(server, "apply", "--server-side", "--validate=false", "-f", sample);
        await follower.AgreesAsync(server);
        Assert.Contains("\"tried\":\"yes\"", follower.StateOf(Watched[0])[string.Join('/', pod)], StringComparison.Ordinal);

        await RunAsync(server, "delete", "--wait=false", "-f", Path.Combine(sample, "policies.yaml"));
        await follower.AgreesAsync(server);
        Assert.Empty(follower.StateOf(Watched[2]));
        Assert.Equal(1, follower.Watch.States[0].Lists);
    }

    static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "kubectl")));

    static string Samples
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!Directory.Exists(Path.Combine(folder.FullName, "samples"))) folder = folder.Parent!;
            return Path.Combine(folder.FullName, "samples");
        }
    }

    async Task RunAsync(ApiServer server, params string[] arguments)
    {
        var config = _folder.Write("config", $$"""
            apiVersion: v1
            kind: Config
            current-context: test
            contexts: [{name: test, context: {cluster: test} }]
            clusters: [{name: test, cluster: {server: "{{server.Address}}"} }]
            """);
        var start = new ProcessStartInfo("kubectl") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["HOME"] = _folder.Path;
        foreach (var argument in new[] { "--kubeconfig", config }.Concat(arguments)) start.ArgumentList.Add(argument);
        using var kubectl = Process.Start(start)!;
        var (output, errors) = (kubectl.StandardOutput.ReadToEndAsync(), kubectl.StandardError.ReadToEndAsync());
        await kubectl.WaitForExitAsync();
        Assert.True(kubectl.ExitCode == 0, $"kubectl {string.Join(' ', arguments)}: {await errors}{await output}");
    }
}

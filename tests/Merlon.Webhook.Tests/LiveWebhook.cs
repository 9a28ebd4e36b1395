using Merlon.Kubernetes;
using Merlon.TestServer;

namespace Merlon.Webhook.Tests;

/// <summary>A webhook beside an API server that it follows.</summary>
sealed class LiveWebhook : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly KubernetesClient _client;
    readonly CancellationTokenSource _stop;
    readonly Task _following;

    LiveWebhook(ApiServer server, KubernetesClient client, RunningWebhook webhook, LiveObjects live)
    {
        (Server, _client, Webhook) = (server, client, webhook);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _following = live.RunAsync(_stop.Token);
    }

    public ApiServer Server { get; }

    public RunningWebhook Webhook { get; }

    /// <param name="isHeld">Whether the server leaves the list of pods unanswered until <see cref="Release"/>.</param>
    public static async Task<LiveWebhook> StartAsync(bool isHeld = false)
    {
        var server = await ApiServer.StartAsync();
        if (isHeld) server.Faults = request => request.Resource?.Plural == "pods" ? new Fault.Stall(0) : null;
        var kubeconfig = Path.Combine(Directory.CreateTempSubdirectory("merlon-webhook-").FullName, "kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, $$"""
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c} }]
            clusters: [{name: c, cluster: {server: "{{server.Address}}"} }]
            """);
        var client = new KubernetesClient(KubeConfig.Load(kubeconfig).Access(null));
        Directory.Delete(Path.GetDirectoryName(kubeconfig)!, recursive: true);
        var live = new LiveObjects(client, new WatchOptions { FirstDelay = TimeSpan.FromMilliseconds(10) });
        return new LiveWebhook(server, client, await RunningWebhook.Start(live), live);
    }

    public void Release()
    {
        Server.Faults = _ => null;
        Server.CutConnections();
    }

    public void PutPod(string name, string app) => Server.Put("pods", "", "shop", name, $$"""
        {"metadata": {"labels": {"app": "{{app}}"} },
         "spec": {"containers": [{"name": "main", "ports": [{"containerPort": 8080}]}]},
         "status": {"phase": "Running", "podIP": "10.244.1.{{name.Length}}"} }
        """);

    /// <summary>Asks again until what is told of the policy is as expected: changes take a moment to arrive.</summary>
    public Task Until(Func<IReadOnlyList<string>, bool> expected, string spec) => Until(async () =>
    {
        var answer = await Webhook.Review($$"""
            {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"uid": "u-1", "object":
             {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "web", "namespace": "shop"}, "spec": {{spec}} } } }
            """);
        return expected(
            answer.TryGetProperty("warnings", out var warnings)
                ? [.. warnings.EnumerateArray().Select(warning => warning.GetString()!)]
                : []);
    });

    public static async Task Until(Func<Task<bool>> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (!await holds()) await Task.Delay(20, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _following);
        await Webhook.DisposeAsync();
        _client.Dispose();
        await Server.DisposeAsync();
        _stop.Dispose();
    }
}

using System.Net;
using Merlon.TestServer;

namespace Merlon.Webhook.Tests;

/// <summary>Reviews by a webhook that follows an API server.</summary>
public sealed class LiveReviews
{
    const string Shut = """{"podSelector": {"matchLabels": {"app": "web"}}, "policyTypes": ["Ingress"]}""";

    [Fact]
    public async Task What_a_change_closes_is_told_with_the_pods_that_the_server_has()
    {
        await using var live = await LiveWebhook.StartAsync();
        live.PutPod("web", "web");
        live.PutPod("other", "other");
        await live.Until(warnings => warnings.Any(warning =>
            warning.StartsWith("this closes ", StringComparison.Ordinal)
            && warning.EndsWith("shop/other → shop/web 8080/TCP", StringComparison.Ordinal)), Shut);
    }

    [Fact]
    public async Task A_policy_of_the_server_counts_until_it_is_gone()
    {
        await using var live = await LiveWebhook.StartAsync();
        live.PutPod("web", "web");
        live.PutPod("other", "other");
        await live.Until(warnings => warnings.Count > 0, Shut);

        live.Server.Put("networkpolicies", "networking.k8s.io", "shop", "all", """{"spec": {"podSelector": {}, "policyTypes": ["Ingress"]}}""");
        await live.Until(warnings => warnings.Count == 0, Shut);

        live.Server.Store.Delete(ServedResource.Of("networkpolicies", "networking.k8s.io"), "shop", "all");
        await live.Until(warnings => warnings.Count > 0, Shut);
    }

    [Fact]
    public async Task It_is_ready_once_the_cluster_is_known()
    {
        await using var live = await LiveWebhook.StartAsync(isHeld: true);
        using (var early = await live.Webhook.Get("/healthz")) Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        live.Release();
        await LiveWebhook.Until(async () =>
        {
            using var health = await live.Webhook.Get("/healthz");
            return health.StatusCode == HttpStatusCode.OK;
        });
    }
}

using System.Net;
using System.Text.Json;

namespace Merlon.Webhook.Tests;

/// <summary>Reviews over real TLS connections.</summary>
public sealed class Reviews
{
    const string Pods = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop, labels: {app: web}}
        spec: {containers: [{name: web, ports: [{containerPort: 8080}]}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: other, namespace: shop, labels: {app: other}}

        """;

    const string Fine = """{"podSelector": {"matchLabels": {"app": "web"}}, "policyTypes": ["Ingress"]}""";

    const string NoNames = """{"podSelector": {"matchLabels": {"app": "web"}}, "policyTypes": ["Egress"]}""";

    [Fact]
    public async Task A_change_is_allowed_and_told_with_what_it_closes()
    {
        await using var webhook = await RunningWebhook.Start(context: Pods);
        var answer = await webhook.Review(Request("object", Fine));
        Assert.Equal("u-1", answer.GetProperty("uid").GetString());
        Assert.True(answer.GetProperty("allowed").GetBoolean());
        Assert.StartsWith("this closes ", Assert.Single(Warnings(answer)), StringComparison.Ordinal);
        Assert.EndsWith("for instance shop/other → shop/web 8080/TCP", Warnings(answer)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_the_policy_opens_what_it_closed()
    {
        await using var webhook = await RunningWebhook.Start(context: Pods);
        var answer = await webhook.Review(Request("oldObject", Fine));
        Assert.StartsWith("this opens ", Assert.Single(Warnings(answer)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_changes_nothing_is_not_spoken_of()
    {
        await using var webhook = await RunningWebhook.Start(context: Pods);
        var request = $$"""
            {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"uid": "u-1", "operation": "UPDATE",
             "object": {{Policy(Fine)}}, "oldObject": {{Policy(Fine)}} } }
            """;
        Assert.Empty(Warnings(await webhook.Review(request)));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("error", true)]
    [InlineData("warning", false)]
    public async Task Findings_are_warnings_and_refuse_only_where_that_is_asked(string? denyOn, bool allowed)
    {
        await using var webhook = await RunningWebhook.Start(denyOn, context: Pods);
        var answer = await webhook.Review(Request("object", NoNames));
        Assert.Contains(Warnings(answer), warning => warning.StartsWith("DNS-BLOCKED: ", StringComparison.Ordinal));
        Assert.Equal(allowed, answer.GetProperty("allowed").GetBoolean());
        Assert.Equal(!allowed, answer.TryGetProperty("status", out var status));
        if (!allowed) Assert.StartsWith("DNS-BLOCKED: ", status.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_of_Calico_is_judged_like_any_other()
    {
        await using var webhook = await RunningWebhook.Start(context: Pods);
        var answer = await webhook.Review("""
            {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"uid": "u-1", "operation": "CREATE",
             "object": {"apiVersion": "projectcalico.org/v3", "kind": "GlobalNetworkPolicy", "metadata": {"name": "closed"},
              "spec": {"selector": "app == 'web'", "types": ["Ingress", "Egress"]}}}}
            """);
        Assert.Contains(Warnings(answer), warning => warning.StartsWith("this closes ", StringComparison.Ordinal));
        Assert.Contains(Warnings(answer), warning => warning.StartsWith("DNS-BLOCKED: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_configuration_ignores_is_not_said()
    {
        await using var webhook = await RunningWebhook.Start(
            config: "lint: {ignore: [{code: DNS-BLOCKED, reason: addresses only}]}\n", context: Pods);
        Assert.DoesNotContain(
            Warnings(await webhook.Review(Request("object", NoNames))),
            warning => warning.Contains("DNS-BLOCKED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_cluster_around_it_is_read_again_when_its_files_change()
    {
        await using var webhook = await RunningWebhook.Start(context: Pods);
        webhook.WriteContext("dns.yaml", """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: names, namespace: shop}
            spec: {podSelector: {}, policyTypes: [Egress], egress: [{ports: [{protocol: UDP, port: 53}]}]}
            """);
        Assert.DoesNotContain(
            Warnings(await webhook.Review(Request("object", NoNames))),
            warning => warning.Contains("DNS-BLOCKED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_renewed_certificate_serves_the_next_connection()
    {
        await using var webhook = await RunningWebhook.Start(context: Pods);
        using (await webhook.Get("/healthz"))
        {
        }
        var first = webhook.Shown;
        webhook.Renew();
        using var response = await webhook.Get("/healthz");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotEqual(first, webhook.Shown);
    }

    [Fact]
    public async Task A_broken_renewal_leaves_the_old_certificate_in_service()
    {
        await using var webhook = await RunningWebhook.Start(context: Pods);
        File.WriteAllText(Path.Combine(webhook.Folder, "tls.crt"), "half");
        using var response = await webhook.Get("/healthz");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"apiVersion": "admission.k8s.io/v1beta1", "kind": "AdmissionReview", "request": {"uid": "a"}}""")]
    [InlineData("""{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview"}""")]
    public async Task What_is_no_review_is_refused(string body)
    {
        await using var webhook = await RunningWebhook.Start(context: Pods);
        using var response = await webhook.Post("/review", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Other_paths_and_methods_are_not_served()
    {
        await using var webhook = await RunningWebhook.Start(context: Pods);
        using var path = await webhook.Get("/");
        using var method = await webhook.Get("/review");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed), (path.StatusCode, method.StatusCode));
    }

    static string Request(string field, string spec) => $$"""
        {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
         "request": {"uid": "u-1", "operation": "CREATE", "{{field}}": {{Policy(spec)}} } }
        """;

    static string Policy(string spec) => $$"""
        {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
         "metadata": {"name": "web", "namespace": "shop", "uid": "p-1"}, "spec": {{spec}} }
        """;

    static List<string> Warnings(JsonElement answer) => answer.TryGetProperty("warnings", out var warnings)
        ? [.. warnings.EnumerateArray().Select(warning => warning.GetString()!)]
        : [];
}

using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Merlon.Webhook.Tests;

/// <summary>A server that listens at a free port, and a client that trusts the certificate in its folder alone.</summary>
sealed class RunningWebhook : IAsyncDisposable
{
    readonly CertificateFile _certificates;
    readonly WebhookServer _server;
    string _trusted;

    RunningWebhook(string folder, CertificateFile certificates, WebhookServer server, string trusted) =>
        (Folder, _certificates, _server, _trusted) = (folder, certificates, server, trusted);

    public string Folder { get; }

    /// <summary>The thumbprint of the certificate that the last connection was shown.</summary>
    public string? Shown { get; private set; }

    /// <summary>Starts it, with the texts as the cluster around a change.</summary>
    public static Task<RunningWebhook> Start(string? denyOn = null, string? config = null, params string[] context) =>
        Start(denyOn, config, null, context);

    /// <summary>Starts it beside an API server, which it follows.</summary>
    public static Task<RunningWebhook> Start(LiveObjects live) => Start(null, null, live);

    static async Task<RunningWebhook> Start(string? denyOn, string? config, LiveObjects? live, params string[] context)
    {
        var folder = Directory.CreateTempSubdirectory("merlon-webhook-").FullName;
        var manifests = Directory.CreateDirectory(Path.Combine(folder, "cluster")).FullName;
        for (var i = 0; i < context.Length; i++) File.WriteAllText(Path.Combine(manifests, $"{i}.yaml"), context[i]);
        var configFile = config is null ? null : Path.Combine(folder, "merlon.yaml");
        if (configFile is not null) File.WriteAllText(configFile, config);
        var thumbprint = TestCertificate.Write(folder);
        var options = WebhookOptions.Read(denyOn, configFile, [manifests], out var error);
        Assert.True(options is not null, error);
        var certificates = CertificateFile.Open(Path.Combine(folder, "tls.crt"), Path.Combine(folder, "tls.key"));
        var server = WebhookServer.Create(0, certificates, new Reviewer(options, new Surroundings(options.Context, live)));
        await server.StartAsync(TestContext.Current.CancellationToken);
        return new RunningWebhook(folder, certificates, server, thumbprint);
    }

    public void WriteContext(string name, string text) => File.WriteAllText(Path.Combine(Folder, "cluster", name), text);

    /// <summary>Replaces the certificate on disk; the next connection must show it.</summary>
    public void Renew()
    {
        _trusted = TestCertificate.Write(Folder);
        var later = DateTime.UtcNow.AddSeconds(5);
        foreach (var file in new[] { "tls.crt", "tls.key" }) File.SetLastWriteTimeUtc(Path.Combine(Folder, file), later);
    }

    public async Task<JsonElement> Review(string request)
    {
        using var response = await Post("/review", request);
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var review = JsonDocument.Parse(text).RootElement;
        Assert.Equal("admission.k8s.io/v1", review.GetProperty("apiVersion").GetString());
        Assert.Equal("AdmissionReview", review.GetProperty("kind").GetString());
        return review.GetProperty("response");
    }

    public async Task<HttpResponseMessage> Post(string path, string body)
    {
        using var client = Client();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await client.PostAsync(new Uri($"https://localhost:{_server.Port}{path}"), content, TestContext.Current.CancellationToken);
    }

    public async Task<HttpResponseMessage> Get(string path)
    {
        using var client = Client();
        return await client.GetAsync(new Uri($"https://localhost:{_server.Port}{path}"), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificates.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    HttpClient Client() => new(new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                Shown = ((X509Certificate2?)certificate)?.Thumbprint;
                return Shown == _trusted;
            },
        },
    });
}

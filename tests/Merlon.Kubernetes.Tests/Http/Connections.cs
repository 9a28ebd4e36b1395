using System.Net;
using System.Net.Sockets;
using Merlon.Kubernetes.Tests.Watching;
using Merlon.TestServer;

namespace Merlon.Kubernetes.Tests.Http;

/// <summary>Who is trusted, and who is let in.</summary>
public sealed class Connections : IDisposable
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static readonly ApiResource Pods = new("", "v1", "pods", "Pod", true);

    readonly TempFolder _folder = new();
    readonly Certificates _certificates = new();

    public void Dispose()
    {
        _folder.Dispose();
        _certificates.Dispose();
    }

    [Fact]
    public async Task A_server_that_the_authority_vouches_for_is_trusted()
    {
        await using var server = await ApiServer.StartAsync(_certificates.Server());
        Assert.Empty((await ReadAsync(server, $"certificate-authority-data: {_certificates.AuthorityData}")).Objects);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_somebody_else_vouches_for_is_not(bool hasAuthority)
    {
        using var others = new Certificates();
        await using var server = await ApiServer.StartAsync(_certificates.Server());
        var trust = hasAuthority ? $"certificate-authority-data: {others.AuthorityData}" : "proxy-url: ''";
        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(server, trust));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_server_of_another_name_is_trusted_only_where_the_name_is_written()
    {
        await using var server = await ApiServer.StartAsync(_certificates.Server(onlyFor: "api.example"));
        var trust = $"certificate-authority-data: {_certificates.AuthorityData}";
        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(server, trust));
        Assert.Empty((await ReadAsync(server, trust + ", tls-server-name: api.example")).Objects);
    }

    [Fact]
    public async Task Any_server_will_do_only_where_that_is_written()
    {
        await using var server = await ApiServer.StartAsync(_certificates.Server());
        Assert.Empty((await ReadAsync(server, "insecure-skip-tls-verify: true")).Objects);
    }

    [Fact]
    public async Task A_client_shows_its_certificate()
    {
        await using var server = await ApiServer.StartAsync(_certificates.Server(), clientCertificates: true);
        var (certificate, key) = _certificates.Client("me");
        var user = $"client-certificate-data: {Certificates.Base64(certificate)}, client-key-data: {Certificates.Base64(key)}";
        Assert.Empty((await ReadAsync(server, "insecure-skip-tls-verify: true", user)).Objects);
        await Assert.ThrowsAnyAsync<Exception>(() => ReadAsync(server, "insecure-skip-tls-verify: true"));
    }

    [Fact]
    public async Task A_token_that_expires_is_read_anew_and_the_watch_goes_on()
    {
        await using var server = await ApiServer.StartAsync(_certificates.Server());
        server.WatchLimit = TimeSpan.FromMilliseconds(50);
        server.Tokens["first"] = true;
        _folder.Write("token", "first");
        var access = Load(server, "insecure-skip-tls-verify: true", "tokenFile: token").Access();
        await using var follower = new Follower(access, [Pods]);
        await follower.AgreesAsync(server);

        _folder.Write("token", "second");
        server.Tokens["second"] = true;
        server.Tokens.Remove("first", out _);
        server.Put("pods", "", "shop", "web");
        await follower.AgreesAsync(server);
        Assert.Equal(1, follower.Watch.States[0].Lists);
    }

    [Fact]
    public async Task A_wrong_token_is_told_in_the_servers_words()
    {
        await using var server = await ApiServer.StartAsync(_certificates.Server());
        server.Tokens["right"] = true;
        var error = await Assert.ThrowsAsync<KubernetesApiException>(
            () => ReadAsync(server, "insecure-skip-tls-verify: true", "token: wrong"));
        Assert.Equal((HttpStatusCode.Unauthorized, "Unauthorized"), (error.Status, error.Message));
    }

    [Fact]
    public async Task A_proxy_that_is_written_is_used_for_any_server()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var proxied = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            using var reader = new StreamReader(client.GetStream());
            var asked = await reader.ReadLineAsync();
            await client.GetStream().WriteAsync("HTTP/1.1 502 Bad Gateway\r\n\r\n"u8.ToArray());
            return asked;
        });
        var access = KubeConfig.Load(Write(
            "https://127.0.0.1:1", $"proxy-url: '{$"http://{listener.LocalEndpoint}"}'", "{}")).Access();
        using var kubernetes = new KubernetesClient(access);
        await Assert.ThrowsAsync<HttpRequestException>(() => new ClusterReader(kubernetes).ReadAsync([Pods], Stop));
        Assert.Equal("CONNECT 127.0.0.1:1 HTTP/1.1", await proxied);
        listener.Stop();
    }

    async Task<ClusterContents> ReadAsync(ApiServer server, string cluster, string user = "")
    {
        using var client = new KubernetesClient(Load(server, cluster, user).Access());
        return await new ClusterReader(client).ReadAsync([Pods], Stop);
    }

    KubeConfig Load(ApiServer server, string cluster, string user) =>
        KubeConfig.Load(Write($"{server.Address}", cluster, $"{{ {user} }}"));

    string Write(string server, string cluster, string user) => _folder.Write("config", $$"""
        current-context: x
        contexts: [{name: x, context: {cluster: c, user: u} }]
        clusters: [{name: c, cluster: {server: "{{server}}", {{cluster}} } }]
        users: [{name: u, user: {{user}} }]
        """);
}

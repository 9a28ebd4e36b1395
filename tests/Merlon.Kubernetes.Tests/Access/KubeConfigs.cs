using Merlon.Kubernetes.Access;

namespace Merlon.Kubernetes.Tests.Access;

public sealed class KubeConfigs : IDisposable
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    const string Complete = """
        apiVersion: v1
        kind: Config
        current-context: prod
        clusters:
        - name: one
          cluster: {server: "https://one.example:6443/k8s/clusters/c-1"}
        - name: two
          cluster: {server: "https://two.example", tls-server-name: api.two, insecure-skip-tls-verify: true}
        contexts:
        - name: prod
          context: {cluster: one, user: me, namespace: shop}
        - name: test
          context: {cluster: two}
        users:
        - name: me
          user: {token: secret, as: boss, as-groups: [a, b], as-user-extra: {scopes: [x]}}
        """;

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_current_context_says_where_and_who()
    {
        var access = Load(Complete).Access();
        Assert.Equal(new Uri("https://one.example:6443/k8s/clusters/c-1"), access.Server);
        Assert.Equal("shop", access.Namespace);
        Assert.False(access.SkipsTlsVerify);
        Assert.Equal(
            ["Impersonate-User=boss", "Impersonate-Group=a", "Impersonate-Group=b", "Impersonate-Extra-scopes=x"],
            access.Impersonation.Select(header => $"{header.Key}={header.Value}"));
    }

    [Fact]
    public async Task Another_context_is_had_by_its_name()
    {
        var access = Load(Complete).Access("test");
        Assert.Equal("two.example", access.Server.Host);
        Assert.Equal("default", access.Namespace);
        Assert.Equal("api.two", access.TlsServerName);
        Assert.True(access.SkipsTlsVerify);
        Assert.Equal(Credential.None, await access.Credentials.GetAsync(false, Stop));
    }

    [Fact]
    public void Of_several_files_the_first_counts_for_each_name()
    {
        var first = _folder.Write("first", """
            contexts:
            - {name: prod, context: {cluster: mine, user: me}}
            clusters:
            - {name: mine, cluster: {server: "https://mine.example"}}
            """);
        var second = _folder.Write("second", Complete);
        var config = KubeConfig.LoadAll([Path.Combine(_folder.Path, "missing"), first, second]);
        Assert.Equal("prod", config.CurrentContext);
        Assert.Equal("mine.example", config.Access().Server.Host);
        Assert.Equal("two.example", config.Access("test").Server.Host);
        Assert.Equal(["prod", "test"], config.Contexts);
    }

    [Fact]
    public void A_file_that_is_named_has_to_exist()
    {
        var missing = Path.Combine(_folder.Path, "missing");
        Assert.Contains(missing, Assert.Throws<ClusterAccessException>(() => KubeConfig.Load(missing)).Message, StringComparison.Ordinal);
        Assert.Contains("there is no kubeconfig", Assert.Throws<ClusterAccessException>(() => KubeConfig.LoadAll([missing])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("contexts: 1", ":1: `contexts` is a number, and a list belongs here")]
    [InlineData("contexts:\n- context: {}", ":2: `contexts[0].name` is missing")]
    [InlineData("contexts:\n- x", ":2: `contexts[0]` is text, and an object belongs here")]
    [InlineData("a: b: c", ":1: the kubeconfig cannot be read: ")]
    [InlineData("[1]", ":1: a list is no kubeconfig")]
    [InlineData("contexts: []", ": `current-context` is missing")]
    [InlineData("current-context: x", ": there is no context `x`: there is none")]
    [InlineData("current-context: x\ncontexts:\n- name: x\n  context: {user: u}", ":4: `contexts[0].context.cluster` is missing")]
    [InlineData("current-context: x\ncontexts:\n- name: x\n  context: {cluster: c}", ":4: `contexts[0].context.cluster` names `c`, which is not among the clusters")]
    public void What_is_wrong_with_a_file_is_told_with_its_place(string text, string expected)
    {
        var file = _folder.Write("config", text);
        var error = Assert.Throws<ClusterAccessException>(() => KubeConfig.Load(file).Access());
        Assert.StartsWith(file + expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "`clusters[0].cluster.server` is missing")]
    [InlineData("{server: 'ftp://x'}", "`clusters[0].cluster.server` is `ftp://x`, which is no address of an API server")]
    [InlineData("{server: 'https://x', certificate-authority-data: '?'}", "`clusters[0].cluster.certificate-authority-data` is not base64")]
    [InlineData("{server: 'https://x', certificate-authority-data: aGk=}", "`clusters[0].cluster.certificate-authority` holds no certificate")]
    [InlineData("{server: 'https://x', certificate-authority: none.pem}", "`clusters[0].cluster.certificate-authority` names `")]
    [InlineData("{server: 'https://x', insecure-skip-tls-verify: maybe}", "`clusters[0].cluster.insecure-skip-tls-verify` is `maybe`, and true or false belongs here")]
    [InlineData("{server: 'https://x', proxy-url: 'gopher://y'}", "`clusters[0].cluster.proxy-url` is `gopher://y`: an http, https or socks5 address belongs here")]
    public void What_is_wrong_with_a_cluster_is_told_with_its_place(string cluster, string expected)
    {
        var file = _folder.Write("config", $"current-context: x\ncontexts: [{{name: x, context: {{cluster: c}}}}]\nclusters:\n- name: c\n  cluster: {cluster}");
        var error = Assert.Throws<ClusterAccessException>(() => KubeConfig.Load(file).Access());
        Assert.StartsWith($"{file}:5: {expected}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Skipping_the_check_of_a_certificate_cannot_stand_beside_an_authority()
    {
        using var certificates = new Certificates();
        var file = _folder.Write("config", $$"""
            current-context: x
            contexts: [{name: x, context: {cluster: c} }]
            clusters:
            - name: c
              cluster: {server: "https://x", insecure-skip-tls-verify: true, certificate-authority-data: {{certificates.AuthorityData}}}
            """);
        Assert.Throws<ClusterAccessException>(() => KubeConfig.Load(file).Access());
    }

    [Fact]
    public async Task A_token_in_a_file_is_read_anew_when_it_is_refused_and_when_a_minute_is_over()
    {
        var time = new ManualTime();
        _folder.Write("token", "first\n");
        var source = Load(UserWith("tokenFile: token")).Access(null, time).Credentials;
        Assert.Equal("Bearer first", (await source.GetAsync(false, Stop)).Authorization);
        _folder.Write("token", "second");
        Assert.Equal("Bearer first", (await source.GetAsync(false, Stop)).Authorization);
        Assert.Equal("Bearer second", (await source.GetAsync(renew: true, Stop)).Authorization);
        _folder.Write("token", "third");
        time.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal("Bearer third", (await source.GetAsync(false, Stop)).Authorization);
    }

    [Theory]
    [InlineData("token: abc", "Bearer abc")]
    [InlineData("username: u, password: p", "Basic dTpw")]
    public async Task A_user_has_a_token_or_a_password(string user, string expected) =>
        Assert.Equal(expected, (await Load(UserWith(user)).Access().Credentials.GetAsync(false, Stop)).Authorization);

    [Fact]
    public async Task Nobodys_secrets_go_where_everyone_can_read_them()
    {
        var config = Load(UserWith("token: abc").Replace("https://", "http://", StringComparison.Ordinal));
        Assert.Equal(Credential.None, await config.Access().Credentials.GetAsync(false, Stop));
    }

    [Fact]
    public async Task A_certificate_without_its_key_is_an_error()
    {
        using var certificates = new Certificates();
        var data = Certificates.Base64(certificates.Client("me").Certificate);
        var source = Load(UserWith($"client-certificate-data: {data}")).Access().Credentials;
        var error = await Assert.ThrowsAsync<ClusterAccessException>(async () => await source.GetAsync(false, Stop));
        Assert.Contains("`users[0].user.client-key` is missing beside client-certificate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_certificate_is_the_same_object_until_its_file_changes()
    {
        using var certificates = new Certificates();
        Write(certificates.Client("me"));
        var source = Load(UserWith("client-certificate: my.crt, client-key: my.key")).Access().Credentials;
        var first = (await source.GetAsync(false, Stop)).Certificate;
        Assert.Same(first, (await source.GetAsync(renew: true, Stop)).Certificate);
        Write(certificates.Client("me"));
        Assert.NotSame(first, (await source.GetAsync(renew: true, Stop)).Certificate);

        void Write((string Certificate, string Key) client)
        {
            _folder.Write("my.crt", client.Certificate);
            _folder.Write("my.key", client.Key);
        }
    }

    [Fact]
    public void Providers_that_clients_no_longer_know_are_named() => Assert.Contains(
        "`gcp` is of a kind that clients no longer know",
        Assert.Throws<ClusterAccessException>(() => Load(UserWith("auth-provider: {name: gcp}")).Access()).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_pod_has_the_access_of_its_service_account()
    {
        using var certificates = new Certificates();
        _folder.Write("ca.crt", certificates.AuthorityPem);
        _folder.Write("token", "abc");
        _folder.Write("namespace", "kube-system");
        var access = InClusterConfig.Load("fd00::1", "6443", _folder.Path, TimeProvider.System);
        Assert.Equal(new Uri("https://[fd00::1]:6443"), access.Server);
        Assert.Equal("kube-system", access.Namespace);
        Assert.Single(access.Authorities);
        Assert.Throws<ClusterAccessException>(() => InClusterConfig.Load(null, null, _folder.Path, TimeProvider.System));
    }

    static string UserWith(string user) => $$"""
        current-context: x
        contexts: [{name: x, context: {cluster: c, user: u} }]
        clusters: [{name: c, cluster: {server: "https://x"} }]
        users:
        - name: u
          user: { {{user}} }
        """;

    KubeConfig Load(string text) => KubeConfig.Load(_folder.Write("config", text));
}

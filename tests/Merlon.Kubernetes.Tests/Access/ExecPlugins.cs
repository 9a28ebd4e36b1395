using Merlon.Kubernetes.Access;

namespace Merlon.Kubernetes.Tests.Access;

public sealed class ExecPlugins : IDisposable
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    readonly TempFolder _folder = new();
    readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_plugin_is_told_what_is_asked_and_its_token_is_kept_until_it_expires()
    {
        _folder.WriteProgram("plugin", """
            #!/bin/sh
            echo run >> "$(dirname "$0")/runs"
            printf '%s' "$KUBERNETES_EXEC_INFO" > "$(dirname "$0")/info"
            runs=$(wc -l < "$(dirname "$0")/runs")
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"'"$1-$MARK-$runs"'","expirationTimestamp":"2026-01-01T00:10:00Z"}}'
            """);
        var source = Source("command: ./plugin, args: ['a b;c'], env: [{name: MARK, value: x}], provideClusterInfo: true");
        Assert.Equal("Bearer a b;c-x-1", (await source.GetAsync(false, Stop)).Authorization);
        Assert.Equal("Bearer a b;c-x-1", (await source.GetAsync(false, Stop)).Authorization);
        Assert.Equal(
            """{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","spec":{"interactive":false,"cluster":{"server":"https://x"}}}""",
            File.ReadAllText(Path.Combine(_folder.Path, "info")));
        _time.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal("Bearer a b;c-x-2", (await source.GetAsync(false, Stop)).Authorization);
    }

    [Fact]
    public async Task Requests_that_are_refused_together_share_one_run()
    {
        _folder.WriteProgram("plugin", """
            #!/bin/sh
            echo run >> "$(dirname "$0")/runs"
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t"}}'
            """);
        var source = Source("command: ./plugin");
        await source.GetAsync(false, Stop);
        _time.Pass(TimeSpan.FromMinutes(1));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => source.GetAsync(renew: true, Stop).AsTask()));
        Assert.Equal(2, File.ReadAllLines(Path.Combine(_folder.Path, "runs")).Length);
    }

    [Theory]
    [InlineData("echo nothing to see >&2; exit 3", "ended with 3: nothing to see\nask your administrator")]
    [InlineData("echo '{}'", "printed no credential: its kind is not ExecCredential")]
    [InlineData("echo x", "printed no credential: it is not the JSON that was asked for")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{}}'""", "printed no credential: it has neither a token nor a certificate")]
    public async Task A_plugin_that_fails_is_told_with_what_it_says(string script, string expected)
    {
        _folder.WriteProgram("plugin", "#!/bin/sh\n" + script + "\n");
        var source = Source("command: ./plugin, installHint: ask your administrator");
        var error = await Assert.ThrowsAsync<ClusterAccessException>(async () => await source.GetAsync(false, Stop));
        Assert.Contains($"config:6: `users[0].user.exec.command` `./plugin` {expected}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bare_name_is_not_looked_for_in_the_working_folder()
    {
        _folder.WriteProgram("merlon-test-plugin", "#!/bin/sh\n");
        var source = Source("command: merlon-test-plugin");
        var error = await Assert.ThrowsAsync<ClusterAccessException>(async () => await source.GetAsync(false, Stop));
        Assert.Contains("`merlon-test-plugin` is not on PATH", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("args: []", "`users[0].user.exec.command` is missing")]
    [InlineData("command: x, interactiveMode: Always", "`users[0].user.exec.interactiveMode` is `Always`")]
    public void A_plugin_that_cannot_be_used_is_refused(string exec, string expected) => Assert.Contains(
        expected, Assert.Throws<ClusterAccessException>(() => Source(exec)).Message, StringComparison.Ordinal);

    CredentialSource Source(string exec) => KubeConfig.Load(_folder.Write("config", $$"""
        current-context: x
        contexts: [{name: x, context: {cluster: c, user: u} }]
        clusters: [{name: c, cluster: {server: "https://x"} }]
        users:
        - name: u
          user: {exec: {apiVersion: client.authentication.k8s.io/v1, {{exec}} } }
        """)).Access(null, _time).Credentials;
}

using NJsonSchema;

namespace Merlon.Cli.Tests.Output;

/// <summary>What is written as SARIF, held against the schema of the standard.</summary>
public sealed class SarifSpecs : IDisposable
{
    const string Policy = """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: front, namespace: shop}
        spec:
          podSelector: {matchLabels: {app: web}}
          policyTypes: [Ingress]
          ingress:
          - ports:
            - port: 80

        """;

    readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("samples/portworx")]
    [InlineData("samples/giantswarm-calico")]
    [InlineData("samples/kubernetes-blog")]
    [InlineData("samples/documents/storage-ports.md")]
    [InlineData("samples/documents/storage-ports-3.1.txt")]
    [InlineData("samples/documents/cheat-sheet.txt")]
    public Task What_lint_finds_in_the_samples_is_valid(string path) =>
        IsValid(ProgramRun.In(Repository.Root, ["lint", path, "-o", "sarif"]), results: 1);

    [Fact]
    public Task What_is_let_stand_is_valid()
    {
        _place.Write("my shop/front.yaml", Policy.Replace("port: 80", "port: 80 # merlon:ignore PROTO-DEFAULT it is HTTP", StringComparison.Ordinal));
        _place.Write("merlon.yaml", "lint: {ignore: [{code: EXTERNAL-OPEN, object: shop/front, reason: the shop is public}]}\n");
        var run = _place.Run("lint", ".", "-o", "sarif");
        Assert.Contains("\"inSource\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"external\"", run.Output, StringComparison.Ordinal);
        return IsValid(run, results: 2);
    }

    [Theory]
    [InlineData("a: [")]
    [InlineData("\tapiVersion: v1")]
    [InlineData("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a b}\nspec: {podSelectors: {}}\n")]
    [InlineData("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\nname: a\nspec:\npodSelector:\n")]
    public Task What_cannot_be_read_is_valid(string text)
    {
        _place.Write("broken.yaml", text);
        return IsValid(_place.Run("lint", ".", "-o", "sarif"), results: 1);
    }

    [Fact]
    public async Task Findings_about_objects_of_a_server_are_valid()
    {
        await using var shop = await LiveShop.StartAsync();
        shop.Apply(Policy);
        await IsValid(_place.Run("lint", "--kubeconfig", shop.KubeConfig, "-o", "sarif"), results: 1);
    }

    [Fact]
    public Task Nothing_found_is_valid()
    {
        _place.Write("clean.yaml", "a: b\n");
        return IsValid(_place.Run("lint", ".", "-o", "sarif"), results: 0);
    }

    [Theory]
    [InlineData("assertions:\n- deny: {from: outside, to: shop/redis}\n", 0)]
    [InlineData("assertions:\n- allow: {from: outside, to: shop/redis, ports: [80]}\n", 1)]
    [InlineData("assertions:\n- name: \"a\\nb\"\n  only: {from: outside, to: shop/redis}\n- allow: {from: outside, to: shop/redis}\n", 2)]
    public Task What_test_finds_is_valid(string assertions, int results)
    {
        _place.Write("my tests.yaml", assertions);
        return IsValid(_place.Run("test", "my tests.yaml", "--on", Path.Combine(Shop.Folder, "input"), "-o", "sarif"), results);
    }

    [Theory]
    [InlineData("\"ruleId\"", "\"rule\"")]
    [InlineData("\"note\"", "\"info\"")]
    [InlineData("\"startLine\": 8", "\"startLine\": 0")]
    [InlineData("\"uri\": \"front.yaml\"", "\"uri\": 1")]
    [InlineData("\"text\"", "\"txt\"")]
    public async Task Another_text_is_not_valid(string written, string other)
    {
        _place.Write("front.yaml", Policy);
        var output = _place.Run("lint", ".", "-o", "sarif").Output;
        Assert.Contains(written, output, StringComparison.Ordinal);
        var schema = await ReadSchema();
        Assert.Empty(schema.Validate(output));
        Assert.NotEmpty(schema.Validate(output.Replace(written, other, StringComparison.Ordinal)));
    }

    static async Task IsValid(ProgramRun run, int results)
    {
        Assert.InRange(run.ExitCode, ExitCode.Yes, ExitCode.Wrong);
        Assert.Empty((await ReadSchema()).Validate(run.Output));
        var found = run.Output.Split("\"ruleId\":").Length - 1;
        Assert.InRange(found, results, results == 0 ? 0 : int.MaxValue);
    }

    static Task<JsonSchema> ReadSchema() => JsonSchema.FromFileAsync(
        Path.Combine(Repository.Root, "tests", "schemas", "sarif-2.1.0-rtm.5.json"), TestContext.Current.CancellationToken);
}

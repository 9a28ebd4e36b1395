using System.Text.Json;

namespace Merlon.Cli.Tests.Commands;

/// <summary>
/// What other programs rely on: every field that may occur, by path and type. A field may be added here; one that
/// changes or goes breaks somebody.
/// </summary>
public sealed class JsonContracts
{
    static readonly string CaseRoot = Path.GetDirectoryName(Shop.Folder)!;

    static readonly string[] ExplainFields =
    [
        "assumptions array", "assumptions[] string",
        "cases array", "cases[].because string", "cases[].from string", "cases[].port number",
        "cases[].protocol string", "cases[].to string", "cases[].verdict string",
        .. Direction("egress"),
        "from string",
        .. Direction("ingress"),
        "port null", "port number", "port string", "protocol string", "reason string",
        "suggestion.alsoOpens array", "suggestion.alsoOpens[] string", "suggestion.caveat string",
        "suggestion.yaml string", "to string",
        "unread array", "unread[].file string", "unread[].kind string", "unread[].line number", "unread[].name string",
        "unread[].namespace string", "unread[].reason string",
        "verdict string",
    ];

    static readonly string[] ConnectionFields =
    [
        " array", "[].connections array", "[].connections[].ports array", "[].connections[].ports[] string",
        "[].connections[].protocol string", "[].from string", "[].ipVersion string", "[].to string",
    ];

    static readonly string[] LintFields =
    [
        " array", "[].code string", "[].column number", "[].file string", "[].fix.safe boolean",
        "[].fix.title string", "[].line number", "[].message string", "[].object string", "[].path string", "[].severity string",
    ];

    static readonly string[] TopOfExplain =
        ["from", "to", "protocol", "port", "verdict", "egress", "ingress", "assumptions", "cases", "unread"];

    static readonly string[] Directions = ["egress", "ingress"];

    static readonly string[] Severities = ["error", "warning", "info"];

    [Fact]
    public void Explain_answers_with_these_fields_and_no_others()
    {
        var answers = new[]
        {
            Shop.Explain("shop/web-7f-1", "shop/redis:6379", "-o", "json"),
            Shop.Explain("team/redis", "shop/redis:6379", "-o", "json"),
            Shop.Explain("team/redis", "shop/web-7f-1:8080", "-o", "json"),
            Shop.Explain("shop/web-7f-1", "team/redis:443", "-o", "json"),
            Shop.Explain("team/redis", "2001:db8::1", "--port", "icmp", "-o", "json"),
            Shop.Explain("shop/cart", "svc/shop/nothing", "-o", "json"),
            Shop.Explain("shop/cart", "shop/redis:nothing", "-o", "json"),
            Shop.Explain("shop/cart", "svc/shop/redis:icmp", "-o", "json"),
            ProgramRun.In(
                CaseRoot, ["explain", "unreadable/input", "--from", "other/job", "--to", "shop/web", "-o", "json"]),
            Shop.Explain("203.0.113.5", "svc/shop/web:80", "-o", "json"),
            Shop.Explain("team/redis", "198.51.100.7:443", "-o", "json"),
            Twins(),
        };
        Assert.Equal(
            ExplainFields.Order(StringComparer.Ordinal), JsonFields.Of(answers.Select(answer => answer.Output)));
        foreach (var answer in answers)
        {
            var fields = JsonDocument.Parse(answer.Output).RootElement.EnumerateObject().Select(field => field.Name);
            Assert.Equal(TopOfExplain, fields.Where(TopOfExplain.Contains));
            Assert.Empty(answer.Error);
        }
    }

    // Two pods that no label tells apart: the suggestion opens both.
    static ProgramRun Twins()
    {
        using var place = new Workplace();
        foreach (var (name, address) in new[] { ("a", "10.0.0.1"), ("b", "10.0.0.2") })
        {
            place.Write($"{name}.yaml", $$"""
                apiVersion: v1
                kind: Pod
                metadata: {name: {{name}}, namespace: shop, labels: {app: twin} }
                spec: {nodeName: n1, containers: [{name: main, image: registry.example/main}] }
                status: {phase: Running, podIP: "{{address}}" }
                """);
        }
        place.Write(
            "deny.yaml",
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny, namespace: shop}\n"
                + "spec: {podSelector: {}}\n");
        return place.Run("explain", ".", "--from", "192.0.2.1", "--to", "shop/a:80", "-o", "json");
    }

    [Theory]
    [InlineData("shop/web-7f-1", "shop/redis:6379", "Allow", "Allow", "Allow", "NetworkPolicy shop/redis rule 1")]
    [InlineData("shop/redis", "shop/web-7f-1:8080", "Deny", "Allow", "Deny", "NetworkPolicy shop/web rule ")]
    [InlineData("team/redis", "2001:db8::1:80", "Deny", "Deny", "Allow", "NetworkPolicy team/out-to-https rule ")]
    [InlineData("shop/redis", "team/redis:80", "Allow", "Allow", "Allow", null)]
    public void Explain_says_who_decides_each_direction(
        string from, string to, string verdict, string egress, string ingress, string? decider)
    {
        var (name, port) = (to[..to.LastIndexOf(':')], to[(to.LastIndexOf(':') + 1)..]);
        var answer = JsonDocument.Parse(Shop.Explain(from, name, "--port", port, "-o", "json").Output).RootElement;
        Assert.Equal(
            (verdict, egress, ingress),
            (
                Text(answer, "verdict"),
                Text(answer.GetProperty("egress"), "verdict"),
                Text(answer.GetProperty("ingress"), "verdict")));
        var deciders = Directions.Select(direction => answer.GetProperty(direction).GetProperty("decidedBy"))
            .Where(by => by.ValueKind == JsonValueKind.Object)
            .Select(
                by => $"{Text(by, "kind")} {Text(by, "namespace")}/{Text(by, "name")} rule {by.GetProperty("rule")}");
        Assert.Equal(decider is null ? [] : [decider], deciders);
    }

    [Fact]
    public void Connections_are_listed_with_these_fields_and_no_others() =>
        Assert.Equal(ConnectionFields, JsonFields.Of(Shop.Ask("connections", "-o", "json").Output));

    [Fact]
    public void Findings_are_listed_with_these_fields_and_no_others()
    {
        using var place = new Workplace();
        place.Write("broken.yaml", "a: [");
        place.Write(
            "duplicate.yaml",
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a, namespace: shop}\n"
                + "spec: {podSelector: {}, podSelector: {}}\n");
        var run = place.Run("lint", ".", "-o", "json");
        Assert.Equal(ExitCode.No, run.ExitCode);
        var portworx = ProgramRun.In(Repository.Root, ["lint", "samples/portworx", "-o", "json"]);
        Assert.Equal(LintFields, JsonFields.Of(run.Output, portworx.Output));
        Assert.All(
            JsonDocument.Parse(portworx.Output).RootElement.EnumerateArray(),
            finding => Assert.Contains(Text(finding, "severity"), Severities));
    }

    [Fact]
    public void Every_JSON_answer_ends_with_one_line_end()
    {
        ProgramRun[] runs =
        [
            Shop.Explain("shop/cart", "shop/redis:6379", "-o", "json"),
            Shop.Ask("connections", "-o", "json"),
            Shop.Ask("lint", "-o", "json"),
        ];
        foreach (var run in runs)
        {
            Assert.EndsWith("\n", run.Output, StringComparison.Ordinal);
            Assert.False(run.Output.EndsWith("\n\n", StringComparison.Ordinal));
        }
    }

    static string? Text(JsonElement element, string field) => element.GetProperty(field).GetString();

    static string[] Direction(string name) =>
    [
        $"{name}.basis null", $"{name}.basis string",
        $"{name}.decidedBy null",
        $"{name}.decidedBy.action string", $"{name}.decidedBy.file string", $"{name}.decidedBy.kind string",
        $"{name}.decidedBy.line number", $"{name}.decidedBy.name string", $"{name}.decidedBy.namespace string",
        $"{name}.decidedBy.rule null", $"{name}.decidedBy.rule number", $"{name}.decidedBy.tier string",
        $"{name}.tiers array", $"{name}.tiers[].default string", $"{name}.tiers[].name string",
        $"{name}.tiers[].policies array", $"{name}.tiers[].policies[].file string",
        $"{name}.tiers[].policies[].kind string", $"{name}.tiers[].policies[].line number",
        $"{name}.tiers[].policies[].name string", $"{name}.tiers[].policies[].namespace string",
        $"{name}.tiers[].policies[].rules array", $"{name}.tiers[].policies[].rules[].action string",
        $"{name}.tiers[].policies[].rules[].conditions array",
        $"{name}.tiers[].policies[].rules[].file string", $"{name}.tiers[].policies[].rules[].line number",
        $"{name}.tiers[].policies[].rules[].matched boolean",
        .. Findings($"{name}.tiers[].policies[].rules[].peers"),
        .. Findings($"{name}.tiers[].policies[].rules[].ports"), $"{name}.tiers[].policies[].rules[].rule number",
        $"{name}.verdict string",
    ];

    static string[] Findings(string path) =>
        [
            $"{path} array",
            $"{path}[].file string",
            $"{path}[].line number",
            $"{path}[].matched boolean",
            $"{path}[].reason string",
        ];
}

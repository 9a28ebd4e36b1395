using System.Text.Json.Nodes;

namespace Merlon.Cli.Tests.Commands;

public sealed class LiveClusterSpecs
{
    const string DenyAll = """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: deny-all, namespace: shop}
        spec: {podSelector: {}, policyTypes: [Ingress]}

        """;

    [Theory]
    [InlineData("connections", "-o", "json")]
    [InlineData("render", "--node", "n1")]
    [InlineData("explain", "--from", "shop/web-7f-1", "--to", "shop/redis", "--port", "6379")]
    public async Task A_live_cluster_answers_as_its_manifests_do(string command, params string[] arguments)
    {
        await using var shop = await LiveShop.StartAsync();
        var live = shop.Ask(command, arguments);
        var files = Shop.Ask(command, arguments);
        Assert.Equal("", live.Error);
        Assert.Equal(files.ExitCode, live.ExitCode);
        Assert.Equal(WithoutPlaces(files), WithoutPlaces(live));
    }

    [Fact]
    public async Task I_can_see_which_object_decides()
    {
        await using var shop = await LiveShop.StartAsync();
        var run = shop.Ask("explain", "--from", "203.0.113.200", "--to", "shop/web-7f-1", "--port", "8080", "-o", "json");
        var policy = JsonNode.Parse(run.Output)!["ingress"]!["decidedBy"]!;
        Assert.Equal("networkpolicies/shop/web", policy["file"]!.GetValue<string>());
        Assert.Equal(0, policy["line"]!.GetValue<int>());
        var text = shop.Ask("explain", "--from", "203.0.113.200", "--to", "shop/web-7f-1", "--port", "8080");
        Assert.Contains("networkpolicies/shop/web\n", text.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("projectcalico.org/v3")]
    [InlineData("crd.projectcalico.org/v1")]
    public async Task Failsafe_ports_and_automatic_host_endpoints_are_those_of_the_cluster(string version)
    {
        await using var shop = await LiveShop.StartAsync();
        shop.Server.Install(version.Split('/')[0]);
        shop.Apply("""
            {apiVersion: projectcalico.org/v3, kind: FelixConfiguration, metadata: {name: default}, spec: {failsafeInboundHostPorts: [{protocol: TCP, port: 2222}]}}
            ---
            {apiVersion: projectcalico.org/v3, kind: KubeControllersConfiguration, metadata: {name: default}, spec: {controllers: {node: {hostEndpoint: {autoCreate: Enabled}}}}}
            ---
            {apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {name: closed}, spec: {selector: "projectcalico.org/created-by == 'calico-kube-controllers'", types: [Ingress]}}

            """.Replace("projectcalico.org/v3", version, StringComparison.Ordinal));
        Assert.Equal(ExitCode.Yes, shop.Ask("explain", "--from", "203.0.113.200", "--to", "node/n1", "--port", "2222", "-q").ExitCode);
        Assert.Equal(ExitCode.No, shop.Ask("explain", "--from", "203.0.113.200", "--to", "node/n1", "--port", "22", "-q").ExitCode);
    }

    [Fact]
    public async Task I_can_see_what_manifests_would_change_in_a_live_cluster()
    {
        await using var shop = await LiveShop.StartAsync();
        shop.Write("same.yaml", Shop.EverythingAsOneStream);
        shop.Write("denied.yaml", Shop.EverythingAsOneStream + "---\n" + DenyAll);
        Assert.Equal(ExitCode.Yes, shop.Ask("diff", "live", "same.yaml").ExitCode);
        var run = shop.Ask("diff", "live", "denied.yaml");
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.StartsWith("CLOSED ", run.Output, StringComparison.Ordinal);
        Assert.Contains("shop/deny-all", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("OPENED ", shop.Ask("diff", "denied.yaml", "live").Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task I_can_replay_flows_against_a_live_cluster()
    {
        await using var shop = await LiveShop.StartAsync();
        shop.Write("flows", """{"from":"shop/web-7f-1","to":"shop/redis","port":6379}""");
        var run = shop.Ask("replay", "--flows", "flows");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("Allow", JsonNode.Parse(run.Output)!["verdict"]!.GetValue<string>());
    }

    [Fact]
    public async Task I_can_try_a_policy_before_it_is_applied()
    {
        await using var shop = await LiveShop.StartAsync();
        string[] question = ["--from", "10.244.2.9", "--to", "shop/web-7f-1", "--port", "8080"];
        Assert.Equal(0, shop.Ask("explain", question).ExitCode);
        shop.Write("proposal/web.yaml", DenyAll.Replace("deny-all", "web", StringComparison.Ordinal));
        var run = shop.Ask("explain", ["proposal", .. question]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("proposal/web.yaml:1", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resource_that_may_not_be_read_is_named_with_the_answer()
    {
        await using var shop = await LiveShop.StartAsync();
        shop.Server.Forbidden["nodes"] = true;
        var run = shop.Ask("connections");
        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.Output);
        Assert.Equal(
            "merlon: not in this answer, and could change it: a Node (nodes): "
                + "nodes is forbidden: User \"test\" cannot list resource \"nodes\"\n",
            run.Error);
    }

    [Fact]
    public async Task A_policy_that_is_not_understood_does_not_drop_out()
    {
        await using var shop = await LiveShop.StartAsync();
        shop.Apply(DenyAll.Replace("policyTypes", "futureField: 1, policyTypes", StringComparison.Ordinal));
        var run = shop.Ask("explain", "--from", "203.0.113.9", "--to", "shop/web-7f-1", "--port", "8080");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("NetworkPolicy shop/deny-all (networkpolicies/shop/deny-all)", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Contains("not understood: spec.futureField", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_older_server_accepted_still_holds()
    {
        await using var shop = await LiveShop.StartAsync();
        shop.Apply("""
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: host-bits, namespace: shop}
            spec: {podSelector: {matchLabels: {app: redis}}, policyTypes: [Ingress], ingress: [{from: [{ipBlock: {cidr: 198.51.100.7/24}}]}]}
            """);
        Assert.Equal(0, shop.Ask("explain", "--from", "198.51.100.9", "--to", "shop/redis", "--port", "6379").ExitCode);
    }

    [Fact]
    public async Task I_can_lint_what_a_cluster_has()
    {
        await using var shop = await LiveShop.StartAsync();
        shop.Apply("""
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: twice, namespace: shop}
            spec: {podSelector: {}, policyTypes: [Ingress], ingress: [{ports: [{protocol: TCP, port: 80}, {protocol: TCP, port: 80}]}]}
            """);
        Assert.Contains(
            "networkpolicies/shop/twice spec.ingress[0].ports[1]",
            shop.Ask("lint").Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_reached_is_told_with_its_context()
    {
        await using var shop = await LiveShop.StartAsync();
        var run = shop.Ask("connections", "--context", "lost");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(
            $"merlon: context lost of {shop.KubeConfig}: the API server cannot be reached: ", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task A_context_that_does_not_exist_is_told_with_those_that_do()
    {
        await using var shop = await LiveShop.StartAsync();
        Assert.Equal(
            $"merlon: {shop.KubeConfig}: there is no context `prod`: lost, shop\n",
            shop.Ask("connections", "--context", "prod").Error);
    }

    [Fact]
    public void Without_manifests_and_without_a_cluster_there_is_nothing_to_ask()
    {
        using var place = new Workplace();
        var run = place.Run("connections");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(
            "merlon: PATH is missing: manifests to read, or --kubeconfig for a live cluster\n", run.Error, StringComparison.Ordinal);
    }

    // Files and lines become one word: what is left are the words of the answer.
    static string WithoutPlaces(ProgramRun run) => string.Join('\n', run.OutputLines.Select(line =>
        System.Text.RegularExpressions.Regex.Replace(line, @" +(input/\S+:\d+|networkpolicies/\S+)$", " PLACE")));
}

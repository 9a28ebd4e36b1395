namespace Merlon.Cli.Tests.Commands;

/// <summary>Each option for what the API leaves open turns at least one answer.</summary>
public sealed class EngineOptionSpecs
{
    // Everything closed for shop/a on n1, but for a block that holds pods, nodes and the Service, and two port names.
    const string Closed = """
        apiVersion: v1
        kind: Node
        metadata: {name: n1}
        status: {addresses: [{type: InternalIP, address: 172.18.0.11}]}
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: n2}
        status: {addresses: [{type: InternalIP, address: 172.18.0.12}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: a, namespace: shop, labels: {app: a}}
        spec:
          nodeName: n1
          containers: [{name: main, image: registry.example/a, ports: [{name: main, containerPort: 7001}]}]
          initContainers:
            - {name: proxy, image: registry.example/a, restartPolicy: Always, ports: [{name: proxy, containerPort: 7002}]}
            - {name: setup, image: registry.example/a, ports: [{name: setup, containerPort: 7003}]}
        status: {phase: Running, podIP: 10.244.1.2}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: b, namespace: shop, labels: {app: b}}
        spec: {nodeName: n2, containers: [{name: main, image: registry.example/b}]}
        status: {phase: Running, podIP: 10.244.1.3}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: a, namespace: shop}
        spec: {clusterIP: 10.96.0.10, selector: {app: a}, ports: [{port: 80, targetPort: 8080}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: b, namespace: shop}
        spec: {clusterIP: 10.96.0.11, selector: {app: b}, ports: [{port: 80, targetPort: 8080}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: a, namespace: shop}
        spec:
          podSelector: {matchLabels: {app: a}}
          policyTypes: [Ingress, Egress]
          ingress:
            - from: [{ipBlock: {cidr: 10.244.0.0/16}}, {ipBlock: {cidr: 172.18.0.12/32}}]
              ports: [{port: 9000}]
            - ports: [{port: main}, {port: proxy}, {port: setup}]
          egress:
            - to: [{ipBlock: {cidr: 10.96.0.11/32}}]
        """;

    [Theory]
    [InlineData("self=allow", "self=evaluate", "shop/a", "shop/a:80")]
    [InlineData("hairpin=allow", "hairpin=evaluate", "shop/a", "svc/shop/a:80")]
    [InlineData("localNodeIngress=allow", "localNodeIngress=evaluate", "node/n1", "shop/a:80")]
    [InlineData("localNodeEgress=allow", "localNodeEgress=evaluate", "shop/a", "node/n1:80")]
    [InlineData("icmp=allow", "icmp=evaluate", "shop/b", "shop/a:icmp")]
    [InlineData("ipBlockMatchesPods=true", "ipBlockMatchesPods=false", "shop/b", "shop/a:9000")]
    [InlineData("ipBlockMatchesNodes=true", "ipBlockMatchesNodes=false", "node/n2", "shop/a:9000")]
    [InlineData("namedPortContainers=sidecar", "namedPortContainers=regular", "shop/b", "shop/a:7002")]
    [InlineData("namedPortContainers=init", "namedPortContainers=sidecar", "shop/b", "shop/a:7003")]
    [InlineData("serviceIPPolicy=preDNAT", "serviceIPPolicy=postDNAT", "shop/a", "svc/shop/b:80")]
    public void An_option_opens_what_its_opposite_closes(string open, string closed, string from, string to)
    {
        using var place = new Workplace();
        place.Write("all.yaml", Closed);
        Assert.Equal(ExitCode.Yes, Explain(place, from, to, "--option", open));
        Assert.Equal(ExitCode.No, Explain(place, from, to, "--option", closed));
    }

    [Theory]
    [InlineData("shop/a", "shop/a:80", ExitCode.Yes)]
    [InlineData("shop/a", "svc/shop/a:80", ExitCode.No)]
    [InlineData("node/n1", "shop/a:80", ExitCode.Yes)]
    [InlineData("shop/a", "node/n1:80", ExitCode.No)]
    [InlineData("shop/b", "shop/a:icmp", ExitCode.No)]
    [InlineData("shop/b", "shop/a:9000", ExitCode.Yes)]
    [InlineData("node/n2", "shop/a:9000", ExitCode.Yes)]
    [InlineData("shop/b", "shop/a:7001", ExitCode.Yes)]
    [InlineData("shop/b", "shop/a:7002", ExitCode.Yes)]
    [InlineData("shop/b", "shop/a:7003", ExitCode.No)]
    [InlineData("shop/a", "svc/shop/b:80", ExitCode.No)]
    public void The_defaults_are_those_of_most_engines(string from, string to, int code)
    {
        using var place = new Workplace();
        place.Write("all.yaml", Closed);
        Assert.Equal(code, Explain(place, from, to));
    }

    [Fact]
    public void Options_add_up_and_the_last_of_one_name_counts()
    {
        using var place = new Workplace();
        place.Write("all.yaml", Closed);
        Assert.Equal(
            ExitCode.Yes,
            Explain(place, "shop/a", "shop/b:icmp", "--option", "icmp=allow", "--option", "self=evaluate"));
        Assert.Equal(
            ExitCode.No,
            Explain(place, "shop/a", "shop/b:icmp", "--option", "icmp=allow", "--option", "icmp=evaluate"));
    }

    [Fact]
    public void An_option_holds_for_connections_and_replay_too()
    {
        using var place = new Workplace();
        place.Write("all.yaml", Closed);
        place.Write("flows.jsonl", """{"from":"shop/b","to":"shop/a","protocol":"TCP","port":9000}""");
        Assert.Contains(
            "shop/b,shop/a,,TCP,7001-7002 9000",
            place.Run("connections", "all.yaml", "-o", "csv").Output,
            StringComparison.Ordinal);
        Assert.Contains(
            "shop/b,shop/a,,TCP,7001-7002\n",
            place.Run("connections", "all.yaml", "-o", "csv", "--option", "ipBlockMatchesPods=false").Output,
            StringComparison.Ordinal);
        Assert.Contains(
            "\"verdict\":\"Allow\"",
            place.Run("replay", "all.yaml", "--flows", "flows.jsonl").Output,
            StringComparison.Ordinal);
        Assert.Contains(
            "\"verdict\":\"Deny\"",
            place.Run("replay", "all.yaml", "--flows", "flows.jsonl", "--option", "ipBlockMatchesPods=false").Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("self")]
    [InlineData("self=")]
    [InlineData("self=deny")]
    [InlineData("Self=allow")]
    [InlineData("ipBlockMatchesPods=yes")]
    [InlineData("namedPortContainers=all")]
    [InlineData("namedPortContainers=1")]
    [InlineData("serviceIPPolicy=7")]
    [InlineData("bogus=true")]
    public void An_option_that_means_nothing_is_an_error(string option)
    {
        using var place = new Workplace();
        place.Write("all.yaml", Closed);
        var run = place.Run("explain", "all.yaml", "--from", "shop/a", "--to", "shop/b:80", "--option", option);
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.StartsWith($"merlon: `{option}` is not an option: self, ", run.Error, StringComparison.Ordinal);
    }

    static int Explain(Workplace place, string from, string to, params string[] options) =>
        place.Run(["explain", "all.yaml", "--from", from, "--to", to, .. options]).ExitCode;
}

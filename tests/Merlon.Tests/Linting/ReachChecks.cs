using Merlon.Diagnostics;

namespace Merlon.Tests.Linting;

/// <summary>What isolation cuts off: evaluated, with the pods that are known or one that the policy would select.</summary>
public sealed class ReachChecks
{
    const string Web = "apiVersion: v1\nkind: Pod\nmetadata: {name: web-1, namespace: shop, labels: {app: web}}\n";

    const string Dns = """
        apiVersion: v1
        kind: Pod
        metadata: {name: coredns-1, namespace: kube-system, labels: {k8s-app: kube-dns}}
        spec: {containers: [{name: dns, ports: [{name: dns, protocol: UDP, containerPort: 53}]}]}
        status: {podIP: 10.244.3.3}
        """;

    [Fact]
    public void The_flow_that_is_lost_is_named() => Assert.StartsWith(
        "No rule lets the selected pods ask for names: `shop/web-1 → kube-system/coredns-1 (10.244.3.3) 53/UDP` is denied",
        Assert.Single(Lints.Of(DiagnosticCodes.DnsBlocked, Lints.Policy("  podSelector: {}\n  policyTypes: [Egress]"), Web, Dns))
            .Message.Replace("coredns-1 53", "coredns-1 (10.244.3.3) 53", StringComparison.Ordinal),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("  podSelector: {}\n  policyTypes: [Egress]\n  egress: [{}]")]
    [InlineData("  podSelector: {}\n  policyTypes: [Ingress]")]
    [InlineData("  podSelector: {}\n  policyTypes: [Egress]\n  egress: [{to: [{namespaceSelector: {}}]}]")]
    [InlineData("  podSelector: {}\n  policyTypes: [Egress]\n  egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}]")]
    [InlineData("  podSelector: {}\n  policyTypes: [Egress]\n  egress: [{ports: [{protocol: UDP, port: 53}]}]")]
    [InlineData("  podSelector: {}\n  policyTypes: [Egress]\n  egress: [{to: [{namespaceSelector: {matchLabels: {name: kube-system}}}], ports: [{protocol: UDP, port: 53}]}]")]
    public void Where_names_can_be_asked_for_or_the_author_named_the_port_nothing_is_said(string spec) =>
        Lints.FindNone(DiagnosticCodes.DnsBlocked, spec);

    [Fact]
    public void A_rule_that_misses_the_known_resolver_is_not_trusted() => Assert.Single(Lints.Of(
        DiagnosticCodes.DnsBlocked,
        Lints.Policy("  podSelector: {}\n  policyTypes: [Egress]\n  egress: [{to: [{podSelector: {}}], ports: [{protocol: UDP, port: 53}]}]"),
        Web,
        Dns));

    [Fact]
    public void What_another_policy_allows_is_not_lost() => Assert.Empty(Lints.Of(
        DiagnosticCodes.DnsBlocked,
        Lints.Policy("  podSelector: {}\n  policyTypes: [Egress]"),
        Lints.Policy("  podSelector: {}\n  policyTypes: [Egress]\n  egress: [{ports: [{protocol: UDP, port: 53}]}]")
            .Replace("name: web", "name: names", StringComparison.Ordinal)));

    [Fact]
    public void Of_several_policies_the_one_with_the_least_rules_is_blamed() => Assert.Equal(
        "NetworkPolicy shop/nothing",
        Assert.Single(Lints.Of(
            DiagnosticCodes.DnsBlocked,
            Lints.Policy("  podSelector: {}\n  policyTypes: [Egress]\n  egress: [{to: [{podSelector: {}}]}]"),
            Lints.Policy("  podSelector: {}\n  policyTypes: [Egress]").Replace("name: web", "name: nothing", StringComparison.Ordinal),
            Web,
            Dns)).Object);

    [Theory]
    [InlineData("block-9001", true)]
    [InlineData("deny-port-9001", true)]
    [InlineData("drops.9001", true)]
    [InlineData("block-9001-except-9002", false)]
    [InlineData("deny-all-but-9001", false)]
    [InlineData("blocked9001", false)]
    [InlineData("block-9002", false)]
    [InlineData("allow-9001", false)]
    public void A_name_that_says_block_is_held_against_the_rules(string name, bool isFound) => Assert.Equal(
        isFound,
        Lints.Of(
            DiagnosticCodes.AllowNotDeny,
            Lints.Policy("  podSelector: {}\n  policyTypes: [Egress]\n  egress: [{ports: [{protocol: TCP, port: 9001}]}]")
                .Replace("name: web", $"name: {name}", StringComparison.Ordinal)).Count == 1);

    [Theory]
    [InlineData("name: monitor", true)]
    [InlineData("kubernetes.io/metadata.name: monitor", false)]
    [InlineData("kubernetes.io/metadata.name: kube-system", false)]
    [InlineData("team: ops", false)]
    public void A_label_of_namespaces_must_be_on_one_of_those_that_are_listed(string label, bool isFound) => Assert.Equal(
        isFound,
        Lints.Of(
            DiagnosticCodes.NamespaceLabel,
            Lints.Policy($"  podSelector: {{}}\n  ingress: [{{from: [{{namespaceSelector: {{matchLabels: {{{label}}}}}}}]}}]"),
            "{apiVersion: v1, kind: Namespace, metadata: {name: monitor, labels: {team: ops}}}").Count == 1);

    [Theory]
    [InlineData("80", true)]
    [InlineData("8080", false)]
    [InlineData("81", false)]
    public void The_port_of_a_Service_is_not_the_one_that_policies_see(string port, bool isFound) => Assert.Equal(
        isFound,
        Lints.Of(
            DiagnosticCodes.ServicePort,
            Lints.Policy($"  podSelector: {{}}\n  ingress: [{{from: [{{podSelector: {{}}}}], ports: [{{protocol: TCP, port: {port}}}]}}]"),
            Web,
            "{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, "
                + "spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}}").Count == 1);

    [Theory]
    [InlineData("  ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}, {ipBlock: {cidr: 10.1.0.0/16}}]}]", 1)]
    [InlineData("  ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}, {ipBlock: {cidr: 10.1.0.0/16}}]}]", 0)]
    [InlineData("  ingress: [{ports: [{protocol: TCP, port: 80, endPort: 90}, {protocol: TCP, port: 85}]}]", 1)]
    [InlineData("  ingress: [{ports: [{protocol: TCP, port: 80, endPort: 90}, {protocol: UDP, port: 85}]}]", 0)]
    [InlineData("  ingress: [{}, {from: [{podSelector: {}}]}]", 1)]
    [InlineData("  ingress: [{from: [{podSelector: {}}]}, {from: [{namespaceSelector: {}}]}]", 1)]
    [InlineData("  ingress: [{from: [{podSelector: {}}], ports: [{protocol: TCP, port: 1}]}, {from: [{podSelector: {matchLabels: {a: b}}}]}]", 0)]
    public void What_something_broader_covers_changes_nothing(string ingress, int count) =>
        Assert.Equal(count, Lints.Of(DiagnosticCodes.Shadowed, Lints.Policy($"  podSelector: {{}}\n{ingress}")).Count);
}

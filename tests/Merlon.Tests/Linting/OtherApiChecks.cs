using Merlon.Diagnostics;

namespace Merlon.Tests.Linting;

/// <summary>What policies of other APIs than NetworkPolicy do to DNS and the API, and which of their parts do nothing.</summary>
public sealed class OtherApiChecks
{
    const string Pods = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop, labels: {app: web}}
        status: {podIP: 10.244.1.7}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: shop-operator, namespace: shop, labels: {app: operator}}
        status: {podIP: 10.244.1.8}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: coredns, namespace: kube-system, labels: {k8s-app: kube-dns}}
        status: {podIP: 10.244.1.53}
        """;

    [Fact]
    public void A_cluster_wide_rule_that_denies_names_is_told_by_its_number()
    {
        var found = Assert.Single(Of("DNS-BLOCKED", Cluster("""
            egress:
            - {action: Accept, to: [{namespaces: {matchLabels: {team: a}}}]}
            - {action: Deny, to: [{networks: [0.0.0.0/0]}]}
            """)));
        Assert.Equal("ClusterNetworkPolicy guard", found.Object);
        Assert.StartsWith("Rule 2 keeps pods from asking for names: `shop/shop-operator → kube-system/coredns 53/UDP`", found.Message, StringComparison.Ordinal);
        Assert.Null(found.Fix);
    }

    [Fact]
    public void A_cluster_wide_policy_that_accepts_names_first_is_no_finding() => Assert.Empty(Of("DNS-BLOCKED", Cluster("""
        egress:
        - {action: Accept, to: [{namespaces: {}}], protocols: [{udp: {destinationPort: {number: 53}}}]}
        - {action: Deny, to: [{networks: [0.0.0.0/0]}]}
        """)));

    [Fact]
    public void A_cluster_wide_policy_that_closes_the_way_to_the_API_for_those_that_need_it_is_told() => Assert.StartsWith(
        "Rule 1 closes the way to the API server: kube-system/coredns reaches no address",
        Assert.Single(Of("API-BLOCKED", Cluster("egress: [{action: Deny, to: [{networks: [0.0.0.0/0]}]}]"))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_Calico_policy_for_some_pods_that_leaves_names_to_its_tier_is_told()
    {
        var found = Assert.Single(Of("DNS-BLOCKED", Calico("selector: app == 'web'\negress: [{action: Allow, protocol: TCP}]")));
        Assert.StartsWith("No rule lets the selected pods ask for names: `shop/web →", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_Calico_policy_for_everybody_the_tier_is_told_and_not_names_alone()
    {
        const string spec = "egress: [{action: Deny, destination: {nets: [192.0.2.1/32]}}]";
        Assert.Empty(Of("DNS-BLOCKED", Calico(spec)));
        Assert.Single(Of("CAL-TIER-DROP", Calico(spec)));
    }

    [Theory]
    [InlineData("{action: Deny, to: [{namespaces: {}}]}", "{action: Accept, to: [{namespaces: {matchLabels: {team: a}}}]}")]
    [InlineData("{action: Accept, to: [{networks: [10.0.0.0/8]}]}", "{action: Accept, to: [{networks: [10.1.0.0/16]}], protocols: [{tcp: {destinationPort: {number: 80}}}]}")]
    [InlineData("{action: Deny, to: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {range: {start: 20, end: 30}}}}]}", "{action: Deny, to: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {number: 22}}}]}")]
    public void A_rule_behind_one_that_decides_all_of_its_flows_never_decides(string first, string second)
    {
        var found = Assert.Single(Of("SHADOW", Cluster($"egress:\n- {first}\n- {second}")));
        Assert.Equal((11, "spec.egress[1]"), (found.Location.Line, found.Path));
        Assert.Empty(Of("SHADOW", Cluster($"egress:\n- {second}\n- {first}")));
    }

    [Theory]
    [InlineData("{action: Deny, to: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {number: 22}}}]}", "{action: Deny, to: [{namespaces: {}}], protocols: [{udp: {destinationPort: {number: 22}}}]}")]
    [InlineData("{action: Deny, to: [{domainNames: [a.example.com]}]}", "{action: Deny, to: [{networks: [10.0.0.0/8]}]}")]
    public void A_rule_that_others_do_not_cover_may_decide(string first, string second) =>
        Assert.Empty(Of("SHADOW", Cluster($"egress:\n- {first}\n- {second}")));

    [Fact]
    public void A_Calico_rule_that_demands_more_covers_less()
    {
        Assert.Single(Of("SHADOW", Calico("ingress:\n- {action: Deny, protocol: TCP}\n- {action: Allow, protocol: TCP, source: {nets: [10.0.0.0/8]}}")));
        Assert.Empty(Of("SHADOW", Calico("ingress:\n- {action: Deny, protocol: TCP, ipVersion: 6}\n- {action: Allow, protocol: TCP, source: {nets: [10.0.0.0/8]}}")));
        Assert.Empty(Of("SHADOW", Calico("ingress:\n- {action: Log, protocol: TCP}\n- {action: Allow, protocol: TCP}")));
    }

    [Fact]
    public void A_policy_that_selects_no_known_pod_has_no_effect_among_them()
    {
        Assert.Single(Of("NOOP", Calico("selector: app == 'wbe'")));
        Assert.Empty(Of("NOOP", Calico("selector: app == 'web'")));
        Assert.Single(Of("NOOP", Cluster("ingress: []", "namespaces: {matchLabels: {team: nobody}}")));
    }

    static IEnumerable<Diagnostic> Of(string code, string policy) => Lints.Of(policy, Pods).Where(found => found.Code.Id == code);

    static string Cluster(string rules, string subject = "namespaces: {}") => $$"""
        apiVersion: policy.networking.k8s.io/v1alpha2
        kind: ClusterNetworkPolicy
        metadata:
          name: guard
        spec:
          tier: Admin
          priority: 10
          subject: {{{subject}}}
          {{rules.ReplaceLineEndings("\n").Replace("\n", "\n  ", StringComparison.Ordinal)}}
        """;

    static string Calico(string spec) => $"""
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkPolicy
        metadata: {"{name: guard}"}
        spec:
          {spec.ReplaceLineEndings("\n").Replace("\n", "\n  ", StringComparison.Ordinal)}
        """;
}

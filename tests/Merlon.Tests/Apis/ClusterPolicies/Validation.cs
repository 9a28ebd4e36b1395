using Merlon.Diagnostics;
using Merlon.Manifests;
using static Merlon.Tests.Apis.ClusterPolicies.ClusterPolicy;

namespace Merlon.Tests.Apis.ClusterPolicies;

/// <summary>What the CRDs of cluster-wide policies refuse, beside what a server was recorded saying.</summary>
public sealed class Validation
{
    const string Everyone = "namespaces: {}";

    const string To = "spec.egress[0].to[0]";

    [Fact]
    public void A_BaselineAdminNetworkPolicy_is_called_default()
    {
        Assert.Empty(Errors(Banp(Subject)));
        Assert.Equal(["API-REJECT metadata.name"], Errors(Banp(Subject, "mine")));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1001")]
    public void A_priority_is_between_0_and_1000(string priority)
    {
        Assert.Equal(["API-REJECT spec.priority"], Errors(Anp($"priority: {priority}, {Subject}")));
        Assert.Equal(["API-REJECT spec.priority"], Errors(Cnp($"tier: Admin, priority: {priority}, {Subject}")));
    }

    [Fact]
    public void A_BaselineAdminNetworkPolicy_has_no_priority() =>
        Assert.Equal(["FIELD-UNKNOWN spec.priority"], Errors(Banp($"priority: 5, {Subject}")));

    [Fact]
    public void A_tier_is_written_with_a_capital() =>
        Assert.Equal(["API-REJECT spec.tier"], Errors(Cnp($"tier: admin, priority: 1, {Subject}")));

    [Fact]
    public void Each_version_has_its_own_word_for_allow()
    {
        var refused = Read(CnpTo($"action: Allow, to: [{{{Everyone}}}]")).Diagnostics;
        Assert.Contains("write `Accept`", Assert.Single(refused).Message, StringComparison.Ordinal);
        Assert.Equal(
            ["API-REJECT spec.egress[0].action"], Errors(AnpTo($"action: Accept, to: [{{{Everyone}}}]")));
    }

    [Fact]
    public void A_BaselineAdminNetworkPolicy_cannot_pass() => Assert.Equal(
        ["API-REJECT spec.ingress[0].action"],
        Errors(Banp($"{Subject}, ingress: [{{action: Pass, from: [{{{Everyone}}}]}}]")));

    [Theory]
    [InlineData("subject: {}", "spec.subject")]
    [InlineData("subject: {namespaces: {}, pods: {namespaceSelector: {}, podSelector: {}}}", "spec.subject")]
    [InlineData("subject: {pods: {namespaceSelector: {}}}", "spec.subject.pods.podSelector")]
    public void A_subject_is_one_of_namespaces_and_pods(string subject, string path)
    {
        Assert.Equal([$"API-REJECT {path}"], Errors(Anp($"priority: 1, {subject}")));
        Assert.Equal([$"API-REJECT {path}"], Errors(Cnp($"tier: Baseline, priority: 1, {subject}")));
    }

    [Fact]
    public void Only_the_newer_version_takes_pods_of_all_namespaces_unsaid()
    {
        const string subject = "subject: {pods: {podSelector: {}}}";
        Assert.Empty(Errors(Cnp($"tier: Admin, priority: 1, {subject}")));
        Assert.Equal(
            ["API-REJECT spec.subject.pods.namespaceSelector"], Errors(Anp($"priority: 1, {subject}")));
    }

    [Theory]
    [InlineData("action: Deny, from: []", "spec.ingress[0].from")]
    [InlineData("action: Deny", "spec.ingress[0].from")]
    [InlineData("action: Deny, from: [{}]", "spec.ingress[0].from[0]")]
    [InlineData(
        "action: Deny, from: [{namespaces: {}, pods: {namespaceSelector: {}, podSelector: {}}}]",
        "spec.ingress[0].from[0]")]
    [InlineData("action: Deny, from: [{namespaces: {}}], protocols: []", "spec.ingress[0].protocols")]
    public void A_rule_says_whom_it_is_about(string rule, string path) =>
        Assert.Equal([$"API-REJECT {path}"], Errors(CnpFrom(rule)));

    [Theory]
    [InlineData(25, 0)]
    [InlineData(26, 1)]
    public void The_newer_version_takes_25_of_a_kind(int count, int errors)
    {
        var rule = $"{{action: Deny, to: [{{{Everyone}}}]}}";
        Assert.Equal(
            errors, Errors(Cnp($"tier: Admin, priority: 1, {Subject}, egress: [{Repeat(rule, count)}]")).Count);
        Assert.Equal(errors, Errors(CnpTo($"action: Deny, to: [{Repeat($"{{{Everyone}}}", count)}]")).Count);
        var port = Repeat("{tcp: {destinationPort: {number: 80}}}", count);
        Assert.Equal(errors, Errors(CnpTo($"action: Deny, to: [{{{Everyone}}}], protocols: [{port}]")).Count);
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(101, 1)]
    public void The_older_version_takes_100_of_a_kind(int count, int errors)
    {
        var rule = $"{{action: Deny, to: [{{{Everyone}}}]}}";
        Assert.Equal(errors, Errors(Anp($"priority: 1, {Subject}, egress: [{Repeat(rule, count)}]")).Count);
        Assert.Equal(errors, Errors(AnpTo($"action: Deny, to: [{Repeat($"{{{Everyone}}}", count)}]")).Count);
        var port = Repeat("{portNumber: {port: 80}}", count);
        Assert.Equal(errors, Errors(AnpTo($"action: Deny, to: [{{{Everyone}}}], ports: [{port}]")).Count);
    }

    [Theory]
    [InlineData(80, 80)]
    [InlineData(90, 80)]
    public void Only_the_newer_version_checks_the_order_of_a_range(int first, int last)
    {
        Assert.Equal(
            ["API-REJECT spec.egress[0].protocols[0].tcp.destinationPort.range"],
            Errors(CnpTo($"action: Deny, to: [{{{Everyone}}}], "
                + $"protocols: [{{tcp: {{destinationPort: {{range: {{start: {first}, end: {last}}}}}}}}}]")));
        Assert.Empty(Errors(AnpTo(
            $"action: Deny, to: [{{{Everyone}}}], ports: [{{portRange: {{start: {first}, end: {last}}}}}]")));
    }

    [Fact]
    public void Only_the_experimental_channel_refuses_a_port_name_of_a_network()
    {
        var policy = CnpTo(
            "action: Deny, to: [{networks: [10.0.0.0/8]}], protocols: [{destinationNamedPort: http}]");
        Assert.Equal(["API-REJECT spec.egress[0]"], Errors(policy));
        Assert.Empty(Errors(policy, new ReadOptions { Channel = ReleaseChannel.Standard }));
        var older = AnpTo("action: Deny, to: [{networks: [10.0.0.0/8]}], ports: [{namedPort: http}]");
        Assert.Empty(Errors(older));
        Assert.Single(Errors(older, new ReadOptions { Channel = ReleaseChannel.Experimental }));
    }

    [Theory]
    [InlineData("nodes: {}", "nodes")]
    [InlineData("domainNames: [example.com]", "domainNames")]
    public void Only_the_experimental_channel_has_nodes_and_names(string peer, string field)
    {
        var policy = CnpTo($"action: Accept, to: [{{{peer}}}]");
        Assert.Empty(Errors(policy));
        Assert.Equal(
            [$"FIELD-UNKNOWN {To}.{field}"], Errors(policy, new ReadOptions { Channel = ReleaseChannel.Standard }));
    }

    [Fact]
    public void A_BaselineAdminNetworkPolicy_has_no_domain_names() => Assert.Equal(
        [$"FIELD-UNKNOWN {To}.domainNames"],
        Errors(Banp($"{Subject}, egress: [{{action: Allow, to: [{{domainNames: [example.com]}}]}}]")));

    [Theory]
    [InlineData("'*'")]
    [InlineData("foo")]
    [InlineData("'*.*.io'")]
    [InlineData("'f*.io'")]
    [InlineData("example..com")]
    public void A_domain_name_that_is_none_is_refused(string name) => Assert.Equal(
        [$"API-REJECT {To}.domainNames[0]"], Errors(CnpTo($"action: Accept, to: [{{domainNames: [{name}]}}]")));

    [Theory]
    [InlineData("'*.kubernetes.io'")]
    [InlineData("kubernetes.io.")]
    [InlineData("_dmarc.kubernetes.io")]
    public void A_domain_name_is_accepted(string name) =>
        Assert.Empty(Errors(CnpTo($"action: Accept, to: [{{domainNames: [{name}]}}]")));

    [Theory]
    [InlineData("10.0.0.1/8", 0)]
    [InlineData("10.0.0.1", 1)]
    [InlineData("010.0.0.0/8", 1)]
    [InlineData("'::ffff:10.0.0.0/104'", 1)]
    public void A_network_may_have_host_bits_and_no_other_oddity(string network, int errors) =>
        Assert.Equal(errors, Errors(CnpTo($"action: Deny, to: [{{networks: [{network}]}}]")).Count);

    [Theory]
    [InlineData("{namespaces: {namespaceSelector: {matchLabels: {a: b}}}}", "namespaces.namespaceSelector")]
    [InlineData("{namespaces: {sameLabels: [tenant]}}", "namespaces.sameLabels")]
    [InlineData("{namespaces: {notSameLabels: [tenant]}}", "namespaces.notSameLabels")]
    [InlineData("{pods: {namespaceSelector: {}, podSelector: {}, sameLabels: [tenant]}}", "pods.sameLabels")]
    public void A_field_of_an_old_draft_is_refused_and_what_it_would_become_is_said(string peer, string field)
    {
        var policy = AnpTo($"action: Deny, to: [{peer}]");
        Assert.Equal([$"FIELD-UNKNOWN {To}.{field}"], Errors(policy));
        var found = Assert.Single(Read(policy).Diagnostics);
        Assert.Contains("no longer a field", found.Message, StringComparison.Ordinal);
        Assert.Contains("ALL namespaces", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_server_drops_it_a_field_of_an_old_draft_becomes_all_namespaces()
    {
        var options = new ReadOptions { FieldValidation = FieldValidation.Ignore };
        var manifests = Read(AnpTo("action: Deny, to: [{namespaces: {sameLabels: [tenant]}}]"), options);
        Assert.Equal(Severity.Warning, Assert.Single(manifests.Diagnostics).Severity);
        var policy = Assert.Single(Snapshot.From(manifests).Policies.Policies);
        Assert.Equal("all pods in all namespaces", Assert.Single(Assert.Single(policy.Egress).Peers).ToString());
    }

    [Fact]
    public void Every_error_has_its_place()
    {
        var found = Assert.Single(Read("""
            apiVersion: policy.networking.k8s.io/v1alpha2
            kind: ClusterNetworkPolicy
            metadata: {name: p}
            spec:
              tier: Admin
              priority: 5
              subject: {namespaces: {}}
              egress:
              - action: Deny
                to:
                - networks:
                  - 10.0.0.0/8
                  - 10.0.0.0/33
            """).Diagnostics);
        Assert.Equal("p.yaml:13:9", found.Location.ToString());
        Assert.Equal("spec.egress[0].to[0].networks[1]", found.Path);
        Assert.Equal("ClusterNetworkPolicy p", found.Object);
    }
}

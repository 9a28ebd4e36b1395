using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Policies;
using Merlon.Tests.Manifests;

namespace Merlon.Tests.Apis.NetworkPolicyV1;

/// <summary>What the API server accepts and refuses in a NetworkPolicy, field by field.</summary>
public sealed class Validation
{
    const string Peer = "spec.ingress[0].from[0]";
    const string Port = "spec.ingress[0].ports[0]";

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{podSelector: null}")]
    [InlineData("{podSelector: {}, ingress: [null]}")]
    [InlineData("{podSelector: {}, ingress: [{}], egress: []}")]
    [InlineData("{podSelector: {}, ingress: [{from: [], ports: null}]}")]
    [InlineData("{podSelector: {}, policyTypes: [Ingress, Ingress]}")]
    [InlineData("{podSelector: {}, policyTypes: [Egress, Ingress]}")]
    [InlineData("{podSelector: {matchExpressions: [{key: a, operator: In, values: [\"\", b]}]}}")]
    [InlineData("{podSelector: {matchLabels: {a: null, example.com/b_c.D: \"\"}}}")]
    public void A_policy_may_say_little(string spec) => Assert.Empty(Errors(spec));

    [Fact]
    public void A_null_rule_allows_everything()
    {
        var rule = Assert.Single(
            Assert.Single(Accepted("{podSelector: {}, ingress: [null]}").Policies.Policies).Ingress);
        Assert.Empty(rule.Peers);
        Assert.Empty(rule.Ports);
    }

    [Theory]
    [InlineData("null", "API-REJECT", Peer)]
    [InlineData("{}", "API-REJECT", Peer)]
    [InlineData("{podSelector: null}", "FIELD-NULL-PEER", Peer)]
    [InlineData("{namespaceSelector: null}", "FIELD-NULL-PEER", Peer)]
    [InlineData("{ipBlock: null}", "API-REJECT", Peer)]
    [InlineData("{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}", "API-REJECT", Peer)]
    [InlineData("{ipBlock: {cidr: 10.0.0.0/8}, namespaceSelector: {}}", "API-REJECT", Peer)]
    [InlineData("{NamespaceSelector: {}}", "FIELD-UNKNOWN", Peer + ".NamespaceSelector")]
    [InlineData(
        "{podSelector: {namespace.matchLabels: {role: db}}}",
        "FIELD-UNKNOWN",
        Peer + ".podSelector.namespace.matchLabels")]
    [InlineData("{podSelector: \"\"}", "FIELD-TYPE", Peer + ".podSelector")]
    public void A_peer_that_is_none_is_refused(string peer, string code, string path) =>
        Assert.Equal([$"{code} {path}"], Errors($"{{podSelector: {{}}, ingress: [{{from: [{peer}]}}]}}"));

    [Theory]
    [InlineData("{podSelector: null, namespaceSelector: {}}")]
    [InlineData("{podSelector: {}, namespaceSelector: null}")]
    [InlineData("{podSelector: {}, ipBlock: null}")]
    [InlineData("{ipBlock: {cidr: 0.0.0.0/0, except: [0.0.0.0/1, 128.0.0.0/1]}}")]
    [InlineData("{ipBlock: {cidr: '::/0', except: null}}")]
    public void A_peer_that_is_named_is_accepted(string peer) =>
        Assert.Empty(Errors($"{{podSelector: {{}}, ingress: [{{from: [{peer}]}}]}}"));

    [Fact]
    public void A_null_pod_selector_beside_a_namespace_selector_means_all_pods()
    {
        var policies = Accepted(
            "{podSelector: {}, ingress: [{from: [{podSelector: null, namespaceSelector: {}}]}]}").Policies;
        Assert.Equal(
            "all pods in all namespaces", Assert.Single(Assert.Single(policies.Policies).Ingress[0].Peers).ToString());
    }

    [Theory]
    [InlineData("{port: 0}", Port + ".port")]
    [InlineData("{port: 65536}", Port + ".port")]
    [InlineData("{port: 123456789}", Port + ".port")]
    [InlineData("{port: -1}", Port + ".port")]
    [InlineData("{port: \"80\"}", Port + ".port")]
    [InlineData("{port: -web}", Port + ".port")]
    [InlineData("{port: web-}", Port + ".port")]
    [InlineData("{port: we--b}", Port + ".port")]
    [InlineData("{port: Web}", Port + ".port")]
    [InlineData("{port: abcdefghijklmnop}", Port + ".port")]
    [InlineData("{port: \"!@#$\"}", Port + ".port")]
    [InlineData("{port: \"\"}", Port + ".port")]
    [InlineData("{protocol: tcp}", Port + ".protocol")]
    [InlineData("{protocol: ICMP}", Port + ".protocol")]
    [InlineData("{protocol: \"\"}", Port + ".protocol")]
    [InlineData("{protocol: UDPLite}", Port + ".protocol")]
    [InlineData("{port: 80, endPort: 79}", Port + ".endPort")]
    [InlineData("{port: 80, endPort: 65537}", Port + ".endPort")]
    [InlineData("{endPort: 80}", Port + ".endPort")]
    [InlineData("{port: http, endPort: 80}", Port + ".endPort")]
    public void A_port_that_is_none_is_refused(string port, string path) =>
        Assert.All(
            Errors($"{{podSelector: {{}}, ingress: [{{ports: [{port}]}}]}}", atLeast: 1),
            error => Assert.Equal($"API-REJECT {path}", error));

    [Theory]
    [InlineData("{port: 1}", "TCP 1")]
    [InlineData("{port: 65535, protocol: UDP}", "UDP 65535")]
    [InlineData("{port: http}", "TCP http")]
    [InlineData("{port: web-2, protocol: SCTP}", "SCTP web-2")]
    [InlineData("{port: abcdefghijklmno}", "TCP abcdefghijklmno")]
    [InlineData("{port: 32768, endPort: 32768}", "TCP 32768")]
    [InlineData("{port: 32000, endPort: 32768}", "TCP 32000-32768")]
    [InlineData("{protocol: null}", "any TCP port")]
    [InlineData("null", "any TCP port")]
    [InlineData("{protocol: UDP, port: null, endPort: null}", "any UDP port")]
    public void A_port_that_is_one_is_compiled(string port, string compiled)
    {
        var policies = Accepted($"{{podSelector: {{}}, ingress: [{{ports: [{port}]}}]}}").Policies;
        Assert.Equal(compiled, Assert.Single(Assert.Single(policies.Policies).Ingress[0].Ports).ToString());
    }

    [Theory]
    [InlineData("{}", "API-REJECT", ".cidr")]
    [InlineData("{cidr: null}", "API-REJECT", ".cidr")]
    [InlineData("{cidr: \"\"}", "API-REJECT", ".cidr")]
    [InlineData("{cidr: 192.168.5.6}", "API-REJECT", ".cidr")]
    [InlineData("{cidr: 'fd00:192:168::'}", "API-REJECT", ".cidr")]
    [InlineData("{cidr: 10.0.0.0/33}", "API-REJECT", ".cidr")]
    [InlineData("{cidr: 'fd00::/129'}", "API-REJECT", ".cidr")]
    [InlineData("{cidr: 'fd00::/-1'}", "API-REJECT", ".cidr")]
    [InlineData("{cidr: X.X.X.0/16}", "CIDR-PLACEHOLDER", ".cidr")]
    [InlineData("{cidr: <node-cidr>}", "CIDR-PLACEHOLDER", ".cidr")]
    [InlineData("{cidr: 10.0.0.0/8, except: [10.0.0.0/8]}", "API-REJECT", ".except[0]")]
    [InlineData("{cidr: 10.0.0.0/8, except: [11.0.0.0/16]}", "API-REJECT", ".except[0]")]
    [InlineData("{cidr: 10.0.0.0/8, except: [0.0.0.0/0]}", "API-REJECT", ".except[0]")]
    [InlineData("{cidr: 10.0.0.0/8, except: ['fd00::/16']}", "API-REJECT", ".except[0]")]
    [InlineData("{cidr: 10.0.0.0/8, except: [10.1.0.0/16, \"\"]}", "API-REJECT", ".except[1]")]
    [InlineData("{cidr: 10.0.0.0/8, except: [null]}", "API-REJECT", ".except[0]")]
    [InlineData("{cidr: 10.0.0.0/8, except: [\" \"]}", "API-REJECT", ".except[0]")]
    [InlineData("{cidr: 10.0.0.0/8, except: [300.300.300.300]}", "API-REJECT", ".except[0]")]
    public void A_block_that_is_none_is_refused(string block, string code, string field) =>
        Assert.Equal(
            [$"{code} {Peer}.ipBlock{field}"],
            Errors($"{{podSelector: {{}}, ingress: [{{from: [{{ipBlock: {block}}}]}}]}}"));

    [Theory]
    [InlineData("10.1.2.3/8", "10.0.0.0/8")]
    [InlineData("001.002.003.000/0", "0.0.0.0/0")]
    [InlineData("10.0.0.0/08", "10.0.0.0/8")]
    [InlineData("::ffff:10.0.0.0/104", "10.0.0.0/8")]
    [InlineData("fd00::1/16", "fd00::/16")]
    public void A_loose_block_is_refused_from_1_36_on_and_masked_before(string cidr, string meaning)
    {
        var spec = $"{{podSelector: {{}}, ingress: [{{from: [{{ipBlock: {{cidr: '{cidr}'}}}}]}}]}}";
        Assert.Equal([$"CIDR-HOSTBITS {Peer}.ipBlock.cidr"], Errors(spec));

        var before = Read(spec, new ReadOptions { ServerVersion = new ServerVersion(1, 35) });
        var warning = Assert.Single(before.Diagnostics);
        Assert.Equal((DiagnosticCodes.CidrHostBits, Severity.Warning), (warning.Code, warning.Severity));
        var peer = Assert.Single(Assert.Single(Snapshot.From(before).Policies.Policies).Ingress[0].Peers);
        Assert.Equal(meaning, Assert.IsType<Peer.Block>(peer).Cidr.ToString());
    }

    [Theory]
    [InlineData("[foo, bar]", "spec.policyTypes[0]", "spec.policyTypes[1]")]
    [InlineData("[Ingress, Egress, Ingress]", "spec.policyTypes")]
    [InlineData("[a, b, c]", "spec.policyTypes")]
    [InlineData("[ingress]", "spec.policyTypes[0]")]
    [InlineData("[\"\"]", "spec.policyTypes[0]")]
    [InlineData("[null]", "spec.policyTypes[0]")]
    public void A_policy_type_that_is_none_is_refused(string types, params string[] paths) =>
        Assert.Equal(
            paths.Select(path => $"API-REJECT {path}"), Errors($"{{podSelector: {{}}, policyTypes: {types}}}"));

    [Theory]
    [InlineData("{}", true, false)]
    [InlineData("{egress: []}", true, false)]
    [InlineData("{egress: [{}]}", true, true)]
    [InlineData("{policyTypes: [], egress: [{}]}", true, true)]
    [InlineData("{policyTypes: [Egress]}", false, true)]
    [InlineData("{policyTypes: [Ingress], egress: [{}]}", true, false)]
    [InlineData("{policyTypes: [Ingress, Egress]}", true, true)]
    public void The_directions_follow_the_types_or_the_rules(string spec, bool ingress, bool egress)
    {
        var policy = Assert.Single(Accepted(spec).Policies.Policies);
        Assert.Equal((ingress, egress), (policy.GovernsIngress, policy.GovernsEgress));
    }

    [Theory]
    [InlineData("{matchExpressions: [{key: a, operator: in, values: [b]}]}", ".matchExpressions[0].operator")]
    [InlineData("{matchExpressions: [{key: a, operator: Gt, values: [b]}]}", ".matchExpressions[0].operator")]
    [InlineData("{matchExpressions: [{key: a, operator: In, values: []}]}", ".matchExpressions[0].values")]
    [InlineData("{matchExpressions: [{key: a, operator: NotIn}]}", ".matchExpressions[0].values")]
    [InlineData("{matchExpressions: [{key: a, operator: Exists, values: [a]}]}", ".matchExpressions[0].values")]
    [InlineData("{matchExpressions: [{key: a, operator: DoesNotExist, values: [a]}]}", ".matchExpressions[0].values")]
    [InlineData("{matchExpressions: [{key: a, operator: In, values: [-x]}]}", ".matchExpressions[0].values[0]")]
    [InlineData("{matchExpressions: [{key: a/b/c, operator: Exists}]}", ".matchExpressions[0].key")]
    [InlineData("{matchLabels: {a/b/c: x}}", ".matchLabels")]
    [InlineData("{matchLabels: {/x: x}}", ".matchLabels")]
    [InlineData("{matchLabels: {NoUppercase=Equals: x}}", ".matchLabels")]
    [InlineData("{matchLabels: {Example.com/x: x}}", ".matchLabels")]
    [InlineData("{matchLabels: {x: -x}}", ".matchLabels")]
    public void A_selector_that_is_none_is_refused(string selector, string field) =>
        Assert.All(
            Errors($"{{podSelector: {selector}}}", atLeast: 1),
            error => Assert.Equal($"API-REJECT spec.podSelector{field}", error));

    [Fact]
    public void A_null_requirement_lacks_a_key_and_an_operator() => Assert.Equal(
        ["spec.podSelector.matchExpressions[0].key", "spec.podSelector.matchExpressions[0].operator"],
        Errors("{podSelector: {matchExpressions: [null]}}", atLeast: 2)
            .Select(error => error.Split(' ')[1])
            .Distinct()
            .Order(StringComparer.Ordinal));

    [Fact]
    public void A_field_that_is_dropped_leaves_what_is_left_of_its_object()
    {
        var lenient = new ReadOptions { FieldValidation = FieldValidation.Ignore };
        var emptyPeer = Read("{podSelector: {}, ingress: [{from: [{NamespaceSelector: {}}]}]}", lenient);
        Assert.Equal(
            [$"FIELD-UNKNOWN {Peer}.NamespaceSelector", $"API-REJECT {Peer}"],
            Paths(emptyPeer.Diagnostics).Order(StringComparer.Ordinal).Reverse());
        Assert.Single(emptyPeer.Unread);

        var emptySelector = Read("{podSelector: {namespace.matchLabels: {role: db}}}", lenient);
        Assert.Empty(emptySelector.Unread);
        var subject = Assert.Single(Snapshot.From(emptySelector).Policies.Policies).Subject;
        Assert.True(Assert.IsType<EndpointSelector>(subject).Pods.IsEverything);
    }

    [Fact]
    public void Of_two_policies_of_one_name_the_last_is_in_force()
    {
        var policies = Snapshot.From(Reading.Of("""
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: web, namespace: shop}
            spec: {podSelector: {}, policyTypes: [Egress]}
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: web, namespace: shop}
            spec: {podSelector: {}, policyTypes: [Ingress]}
            """)).Policies;
        Assert.False(Assert.Single(policies.Policies).GovernsEgress);
    }

    [Fact]
    public void The_name_label_of_a_namespace_is_its_name_whatever_is_written()
    {
        var cluster = Snapshot.From(Reading.Of(
            "apiVersion: v1\nkind: Namespace\n"
                + "metadata: {name: shop, labels: {kubernetes.io/metadata.name: other, team: a}}\n")).Cluster;
        Assert.Equal("kubernetes.io/metadata.name=shop,team=a", Assert.Single(cluster.Namespaces).Labels.ToString());
    }

    static ManifestSet Read(string spec, ReadOptions? options = null) =>
        Reading.Of(
            $"apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: web, namespace: shop}}\n"
                + $"spec: {spec}\n",
            options);

    static Snapshot Accepted(string spec)
    {
        var manifests = Read(spec);
        Assert.Empty(manifests.Unread);
        Assert.IsType<NetworkPolicyResource>(Assert.Single(manifests.Resources.Policies));
        return Snapshot.From(manifests);
    }

    static List<string> Errors(string spec, int atLeast = 0)
    {
        var manifests = Read(spec);
        var errors = Paths(manifests.Diagnostics.Where(found => found.Severity == Severity.Error)).ToList();
        Assert.True(errors.Count >= atLeast, $"{errors.Count} errors for {spec}");
        Assert.Equal(errors.Count == 0, manifests.Unread.IsEmpty);
        return errors;
    }

    static IEnumerable<string> Paths(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Select(found => $"{found.Code} {found.Path}");
}

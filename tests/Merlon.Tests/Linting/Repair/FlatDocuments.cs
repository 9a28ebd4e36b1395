using System.Text;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Linting.Repair;
using Merlon.Manifests;

namespace Merlon.Tests.Linting.Repair;

/// <summary>The six flattened policies that the guides show, in our own words, and what becomes of them.</summary>
public sealed class FlatDocuments
{
    const string Head = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n";

    const string SystemPods = Head + """
        name: shut-storage
        namespace: kube-system
        spec:
        podSelector:
        matchExpressions:
        - key: name
        operator: NotIn
        values:
        - scheduler
        - key: component
        operator: NotIn
        values:
        - backup
        - key: tier
        operator: NotIn
        values:
        - control-plane
        - key: k8s-app
        operator: NotIn
        values:
        - controller
        - key: name
        operator: NotIn
        values:
        - volume-controller
        - key: tier
        operator: NotIn
        values:
        - console
        policyTypes:
        - Egress
        egress:
        - to:
        - ipBlock:
        cidr: 0.0.0.0/0
        except:
        - 70.0.0.0/16
        ports:
        - protocol: TCP
        port: 8099

        """;

    const string UserPods = Head + """
        name: shut-storage
        spec:
        podSelector: {}
        policyTypes:
        - Egress
        egress:
        - to:
        - ipBlock:
        cidr: 0.0.0.0/0
        except:
        - 70.0.0.0/16

        """;

    const string ApiServer = Head + """
        name: open-api
        spec:
        podSelector: {}
        policyTypes:
        - Egress
        egress:
        - to:
        - ipBlock:
        cidr: 70.0.0.0/16
        ports:
        - protocol: TCP
        port: 6443

        """;

    const string Database = Head + """
        name: database
        namespace: shop
        spec:
        podSelector:
        namespace.matchLabels:
        role: db
        policyTypes:
        - Ingress
        - Egress
        ingress:
        - from:
        - ipBlock:
        cidr: 172.17.0.0/16
        except:
        - 172.17.1.0/24
        - namespaceSelector:
        matchLabels:
        project: myproject
        - podSelector:
        matchLabels:
        role: frontend
        ports:
        - protocol: TCP
        port: 6379
        egress:
        - to:
        - ipBlock:
        cidr: 10.0.0.0/24
        ports:
        - protocol: TCP
        port: 5978

        """;

    const string AllIngress = Head + "name: everybody\nspec:\npodSelector: {}\ningress:\n- {}\npolicyTypes:\n- Ingress\n";

    const string NoEgress = Head + "name: nobody\nspec:\npodSelector: {}\npolicyTypes:\n- Egress\n";

    [Theory]
    [InlineData(SystemPods)]
    [InlineData(UserPods)]
    [InlineData(ApiServer)]
    [InlineData(Database)]
    [InlineData(AllIngress)]
    [InlineData(NoEgress)]
    public void A_flat_document_is_an_error_and_never_a_policy(string text)
    {
        var manifests = Read(text);
        Assert.Empty(manifests.Resources.Policies);
        Assert.Equal([DiagnosticCodes.YamlFlat], manifests.Diagnostics.Select(found => found.Code));
        Assert.Single(manifests.Unread);
    }

    [Fact]
    public void Six_requirements_become_six()
    {
        var policy = Repaired(SystemPods);
        Assert.Equal(
            ["name!=scheduler", "component!=backup", "tier!=control-plane", "k8s-app!=controller",
                "name!=volume-controller", "tier!=console"],
            policy.PodSelector!.MatchExpressions.Select(requirement => requirement.ToExpression().ToString()));
        var rule = Assert.Single(policy.Egress);
        Assert.Equal("0.0.0.0/0", Assert.Single(rule.Peers).IpBlock!.Cidr.Text);
        Assert.Equal(["70.0.0.0/16"], rule.Peers[0].IpBlock!.Except.Select(except => except.Text));
        Assert.Equal("TCP 8099", Assert.Single(rule.Ports).ToString());
    }

    [Fact]
    public void A_rule_without_ports_stays_without()
    {
        var rule = Assert.Single(Repaired(UserPods).Egress);
        Assert.Empty(rule.Ports);
        Assert.Equal("0.0.0.0/0", Assert.Single(rule.Peers).IpBlock!.Cidr.Text);
    }

    [Fact]
    public void Ports_belong_to_the_rule_and_not_to_its_peer()
    {
        var rule = Assert.Single(Repaired(ApiServer).Egress);
        Assert.Equal("TCP 6443", Assert.Single(rule.Ports).ToString());
        Assert.Equal("70.0.0.0/16", Assert.Single(rule.Peers).IpBlock!.Cidr.Text);
    }

    [Fact]
    public void Three_peers_stay_alternatives_and_an_unknown_key_keeps_what_follows_it()
    {
        var repair = Repairer.Repair(Source(Database));
        Assert.Contains("podSelector:\n    namespace.matchLabels:\n      role: db\n", repair.Yaml, StringComparison.Ordinal);
        var manifests = Read(repair.Yaml);
        Assert.Equal([DiagnosticCodes.FieldUnknown], manifests.Diagnostics.Select(found => found.Code));
        var policy = Repaired(Database.Replace("namespace.matchLabels", "matchLabels", StringComparison.Ordinal));
        var rule = Assert.Single(policy.Ingress);
        Assert.Equal(3, rule.Peers.Length);
        Assert.Equal("TCP 6379", Assert.Single(rule.Ports).ToString());
        Assert.Equal("TCP 5978", Assert.Single(Assert.Single(policy.Egress).Ports).ToString());
    }

    [Fact]
    public void An_empty_rule_and_no_rule_stay_what_they_are()
    {
        Assert.Empty(Assert.Single(Repaired(AllIngress).Ingress).Peers);
        Assert.Empty(Repaired(NoEgress).Egress);
    }

    [Fact]
    public void Where_another_reading_is_possible_it_is_named()
    {
        var repair = Repairer.Repair(Source(
            Head + "name: web\nspec:\ningress:\n- from:\n- namespaceSelector:\npodSelector: {}\n"));
        Assert.Equal(["line 9: `podSelector` could also belong further out"], repair.Notes);
    }

    [Fact]
    public void Comments_and_other_documents_stay()
    {
        var text = "# a list\n" + Head + "name: web\nspec:\n# everybody\npodSelector: {}\n---\na:   b # as it is\n";
        var repair = Repairer.Repair(Source(text));
        Assert.Contains("  # everybody\n  podSelector: {}\n", repair.Yaml, StringComparison.Ordinal);
        Assert.EndsWith("---\na:   b # as it is\n", repair.Yaml, StringComparison.Ordinal);
    }

    static NetworkPolicyResource Repaired(string flat)
    {
        var manifests = Read(Repairer.Repair(Source(flat)).Yaml);
        Assert.DoesNotContain(manifests.Diagnostics, found => found.Severity == Severity.Error);
        return Assert.IsType<NetworkPolicyResource>(Assert.Single(manifests.Resources.Policies));
    }

    static ManifestSet Read(string text) => ManifestReader.Read([Source(text)]);

    static SourceText Source(string text) => new("a.yaml", Encoding.UTF8.GetBytes(text));
}

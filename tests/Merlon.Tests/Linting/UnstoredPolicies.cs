using System.Collections.Immutable;
using System.Text;
using Merlon.Diagnostics;
using Merlon.Linting;
using Merlon.Manifests;

namespace Merlon.Tests.Linting;

/// <summary>What is said of policies that no server would have as they stand.</summary>
public sealed class UnstoredPolicies
{
    [Fact]
    public void The_clear_parts_of_a_refused_policy_are_linted() => Assert.Equal(
        ["5 FIELD-NULL-SELECTOR", "5 TYPES-IMPLICIT", "8 FIELD-UNKNOWN", "12 PORT-DUP"],
        Found(Lints.Policy("""
              podSelector:
              ingress:
              - from:
                - NamespaceSelector: {}
              - from: [{podSelector: {}}]
                ports:
                - {protocol: TCP, port: 80}
                - {protocol: TCP, port: 80}
            """)));

    [Fact]
    public void What_is_refused_is_not_judged() => Assert.Equal(
        ["8 API-REJECT", "9 API-REJECT"],
        Found(Lints.Policy("""
              podSelector: {}
              policyTypes: [Ingress]
              ingress:
              - from: [{}]
              - from: [{}]
            """)));

    [Fact]
    public void Without_its_types_nobody_knows_what_rules_are_for() => Assert.Equal(
        ["6 API-REJECT"],
        Found(Lints.Policy("""
              podSelector: {}
              policyTypes: [ingress]
              egress: [{}, {}]
            """)));

    [Fact]
    public void What_older_servers_store_is_judged_as_they_do() => Assert.Equal(
        ["7 DNS-BLOCKED", "8 CIDR-HOSTBITS"],
        Found(Lints.Policy("""
              podSelector: {}
              policyTypes: [Egress]
              egress:
              - to: [{ipBlock: {cidr: 192.0.2.7/24}}]
            """)));

    [Fact]
    public void Every_version_of_a_policy_is_linted() => Assert.Equal(
        ["5 FIELD-NULL-SELECTOR", "8 CONFLICT-NAME", "14 EXTERNAL-OPEN", "16 CONFLICT-NAME"],
        Found(
            Lints.Policy("  podSelector:\n  policyTypes: [Ingress]") + "---\n"
            + Lints.Policy("  podSelector: {}\n  policyTypes: [Ingress]\n  ingress: [{ports: [{protocol: TCP, port: 80}]}]") + "---\n"
            + Lints.Policy("  podSelector: {}\n  policyTypes: [Ingress]")));

    [Fact]
    public void Of_many_versions_the_oldest_are_linted_by_their_form()
    {
        var texts = Enumerable.Repeat(Lints.Policy("  podSelector:\n  policyTypes: [Egress]"), 7);
        var found = Lint(string.Join("---\n", texts)).ToLookup(found => found.Code.Id);
        Assert.Equal(7, found["FIELD-NULL-SELECTOR"].Count());
        Assert.Equal(5, found["DNS-BLOCKED"].Count());
    }

    [Fact]
    public void Flat_documents_of_one_input_are_judged_together()
    {
        const string first = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
            name: database
            spec:
            podSelector: {}
            policyTypes:
            - Egress
            egress:
            - to:
            - ipBlock:
            cidr: 192.0.2.0/24
            """;
        const string second = """
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
            name: names
            spec:
            podSelector: {}
            policyTypes:
            - Egress
            egress:
            - ports:
            - protocol: UDP
            port: 53
            - protocol: TCP
            port: 53
            """;
        Assert.Equal(["3 YAML-FLAT", "4 NS-MISSING", "9 DNS-BLOCKED"], Found(first));
        Assert.Equal(["3 YAML-FLAT", "4 NS-MISSING", "16 YAML-FLAT", "17 NS-MISSING"], Found($"{first}\n{second}"));
    }

    [Fact]
    public void A_finding_in_a_flat_document_says_so_and_proposes_no_edit()
    {
        var found = Assert.Single(Lint("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\nname: web\nnamespace: shop\nspec:\npodSelector:\npolicyTypes:\n- Ingress"),
            found => found.Code == DiagnosticCodes.NullSelector);
        Assert.Equal((7, 1), (found.Location.Line, found.Location.Column));
        Assert.StartsWith("Indented again: ", found.Message, StringComparison.Ordinal);
        Assert.Null(found.Fix);
    }

    static IEnumerable<string> Found(string text) => Lint(text).Select(found => $"{found.Location.Line} {found.Code}");

    static ImmutableArray<Diagnostic> Lint(string text)
    {
        var source = new SourceText("a.yaml", Encoding.UTF8.GetBytes(text));
        return Linter.Lint(ManifestReader.Read([source]), LintOptions.Default with { Sources = [source] });
    }
}

using System.Collections.Immutable;
using System.Text;
using Merlon.Diagnostics;
using Merlon.Linting;
using Merlon.Linting.Fixes;
using Merlon.Manifests;

namespace Merlon.Tests.Linting.Fixes;

public sealed class FixedTexts
{
    [Theory]
    [InlineData("PORT-DUP", "egress:\n  - ports:\n    - port: 80 # web\n      protocol: TCP\n    # once more\n    - {protocol: TCP, port: 80} # again\n",
        "egress:\n  - ports:\n    - port: 80 # web\n      protocol: TCP\n    # once more\n")]
    [InlineData("PORT-DUP", "egress: [{ports: [{protocol: TCP, port: 80}, {protocol: TCP, port: 80}]}]\n",
        "egress: [{ports: [{protocol: TCP, port: 80}]}]\n")]
    [InlineData("PROTO-DEFAULT", "egress:\n  - ports:\n    - port: 80 # web\n    - {port: 81}\n",
        "egress:\n  - ports:\n    - port: 80 # web\n      protocol: TCP\n    - {port: 81, protocol: TCP}\n")]
    [InlineData("SEL-MERGE", "podSelector:\n    matchExpressions:\n    - key: a # first\n      operator: NotIn\n      values:\n      - x\n    - {key: a, operator: NotIn, values: [z]}\n    - {key: b, operator: Exists}\n",
        "podSelector:\n    matchExpressions:\n    - key: a # first\n      operator: NotIn\n      values: [x, z]\n    - {key: b, operator: Exists}\n")]
    [InlineData("FIELD-NULL-SELECTOR", "podSelector: # all\n  policyTypes: [Ingress]\n", "podSelector: {} # all\n  policyTypes: [Ingress]\n")]
    [InlineData("FIELD-NULL-SELECTOR", "podSelector:\n  policyTypes: [Ingress]\n", "podSelector: {}\n  policyTypes: [Ingress]\n")]
    [InlineData("FIELD-NULL-SELECTOR", "policyTypes: [Ingress]\n", "policyTypes: [Ingress]\n  podSelector: {}\n")]
    [InlineData("TYPES-IMPLICIT", "podSelector:\n    matchLabels:\n      app: web\n  ingress: []\n",
        "podSelector:\n    matchLabels:\n      app: web\n  policyTypes: [Ingress]\n  ingress: []\n")]
    [InlineData("CIDR-HOSTBITS", "egress:\n  - to:\n    - ipBlock: {cidr: 10.1.2.3/16} # nodes\n",
        "egress:\n  - to:\n    - ipBlock: {cidr: 10.1.0.0/16} # nodes\n")]
    [InlineData("NOOP", "egress:\n  - to:\n    - ipBlock:\n        cidr: 10.0.0.0/8\n        except:\n        - 10.1.0.0/16\n        - 10.1.2.0/24\n",
        "egress:\n  - to:\n    - ipBlock:\n        cidr: 10.0.0.0/8\n        except:\n        - 10.1.0.0/16\n")]
    [InlineData("TYPES-DUP", "policyTypes:\n  - Ingress\n  - Ingress\n", "policyTypes:\n  - Ingress\n")]
    public void A_safe_fix_keeps_comments_and_layout(string code, string spec, string mended)
    {
        var text = Of(spec);
        var fixedText = Fix(text, code, includeProposed: false);
        Assert.Equal(Of(mended), fixedText);
        Assert.DoesNotContain(Lint(fixedText), found => found.Code.Id == code);
    }

    [Theory]
    [InlineData("PORT-RANGE", "egress:\n  - ports:\n    - {protocol: TCP, port: 1}\n    - {protocol: TCP, port: 2}\n    - {protocol: TCP, port: 3}\n    - {protocol: TCP, port: 4}\n",
        "egress:\n  - ports:\n    - {protocol: TCP, port: 1, endPort: 4}\n")]
    [InlineData("TYPES-SURPRISE", "podSelector: {}\n  egress: [{}]\n", "podSelector: {}\n  policyTypes: [Egress]\n  egress: [{}]\n")]
    [InlineData("FIELD-UNKNOWN", "podSelecter: {}\n", "podSelector: {}\n")]
    [InlineData("RULE-NULL", "ingress:\n  -\n", "ingress:\n  - {}\n")]
    [InlineData("TYPES-IGNORED", "policyTypes: [Ingress]\n  egress: [{}]\n", "policyTypes: [Ingress, Egress]\n  egress: [{}]\n")]
    [InlineData("EXTERNAL-OPEN", "ingress:\n  - ports:\n    - {protocol: TCP, port: 1}\n",
        "ingress:\n  - ports:\n    - {protocol: TCP, port: 1}\n    from: [{namespaceSelector: {}}]\n")]
    [InlineData("SEL-NOTIN-MISSING", "podSelector: {matchExpressions: [{key: a, operator: NotIn, values: [b]}]}\n",
        "podSelector: {matchExpressions: [{key: a, operator: NotIn, values: [b]}, {key: a, operator: Exists}]}\n")]
    public void What_changes_verdicts_is_proposed_and_not_made_unasked(string code, string spec, string mended)
    {
        var text = Of(spec);
        Assert.Equal(text, Fix(text, code, includeProposed: false));
        var fixedText = Fix(text, code, includeProposed: true);
        Assert.Equal(Of(mended), fixedText);
        Assert.DoesNotContain(Lint(fixedText), found => found.Code.Id == code);
    }

    [Fact]
    public void Only_the_documents_with_findings_change()
    {
        var bad = Of("podSelector:\n  policyTypes: [Ingress]\n");
        var text = $"# head\n---\n{Of("podSelector: {}\n")}---\n{bad}...\n---\n# tail\na: b\n";
        Assert.Equal(
            text.Replace("podSelector:\n", "podSelector: {}\n", StringComparison.Ordinal),
            Fix(text, "FIELD-NULL-SELECTOR", includeProposed: false));
    }

    [Theory]
    [InlineData("podSelector:\n  policyTypes: &types [Ingress]\n")]
    [InlineData("policyTypes: [Ingress]\n  ingress: [&a {}]\n")]
    public void A_document_with_anchors_is_left_alone(string spec) =>
        Assert.Equal(Of(spec), Fix(Of(spec), "FIELD-NULL-SELECTOR", includeProposed: true));

    [Fact]
    public void JSON_is_left_alone()
    {
        const string json = """{"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "a"}, "spec": {}}""";
        Assert.Equal(json, Fix(json, "FIELD-NULL-SELECTOR", includeProposed: true));
    }

    static string Of(string spec) =>
        $"apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: web, namespace: shop}}\nspec:\n  {spec}";

    static ImmutableArray<Diagnostic> Lint(string text) => Linter.Lint(ManifestReader.Read([Source(text)]));

    static string Fix(string text, string code, bool includeProposed)
    {
        var found = Lint(text).Where(found => found.Code.Id == code).ToList();
        Assert.NotEmpty(found);
        return Encoding.UTF8.GetString(Fixer.Apply(Source(text), found, includeProposed).After.Content.Span);
    }

    static SourceText Source(string text) => new("a.yaml", Encoding.UTF8.GetBytes(text));
}

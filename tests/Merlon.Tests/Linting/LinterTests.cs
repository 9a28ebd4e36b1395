using System.Text;
using Merlon.Diagnostics;
using Merlon.Linting;
using Merlon.Manifests;

namespace Merlon.Tests.Linting;

public sealed class LinterTests
{
    [Fact]
    public void A_careful_policy_has_no_findings() => Assert.Empty(Lints.Of(Lints.Policy("""
          podSelector: {matchLabels: {app: web}}
          policyTypes: [Ingress, Egress]
          ingress:
          - from:
            - namespaceSelector: {matchLabels: {team: front}}
              podSelector: {matchExpressions: [{key: app, operator: In, values: [proxy, cache]}]}
            - ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16, 10.2.0.0/16]}
            ports:
            - {protocol: TCP, port: 80}
            - {protocol: TCP, port: 443}
          egress:
          - {}
        """)));

    [Fact]
    public void What_reading_found_is_there_too_and_in_order()
    {
        var found = Lints.Of(
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: broken, namespace: shop}
            spec: {podSelector: {}, ingress: [{from: [{}]}]}
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: fine}
            spec: {}
            """);
        Assert.Equal(
            ["4 TYPES-IMPLICIT", "4 API-REJECT", "8 NS-MISSING", "9 FIELD-NULL-SELECTOR", "9 TYPES-IMPLICIT"],
            found.Select(diagnostic => $"{diagnostic.Location.Line} {diagnostic.Code}"));
        Assert.Equal(found.Order(), found);
    }

    [Fact]
    public void A_finding_names_its_policy() =>
        Assert.All(
            Lints.Of(Lints.Policy("  podSelector:")),
            diagnostic => Assert.Equal("NetworkPolicy shop/web", diagnostic.Object));

    [Fact]
    public void A_policy_that_would_not_be_stored_is_not_checked() =>
        Assert.DoesNotContain(
            Lints.Of(Lints.Policy("  ingress: [{ports: [{port: 0}]}]")),
            diagnostic => diagnostic.Code == DiagnosticCodes.ExternalOpen);

    [Fact]
    public void Every_check_is_listed_once()
    {
        var written = typeof(ILintCheck).Assembly
            .GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(ILintCheck)));
        Assert.Equal(
            written.Select(type => type.Name).Order(StringComparer.Ordinal),
            LintChecks.All.Select(check => check.GetType().Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_given_twice_under_one_name_is_reported_once()
    {
        var source = new SourceText("a.yaml", Encoding.UTF8.GetBytes(Lints.Policy("  podSelector:")));
        var found = Linter.Lint(ManifestReader.Read([source, source]));
        Assert.Equal(found.Distinct(), found);
    }

    [Fact]
    public void What_is_found_does_not_depend_on_how_many_workers_are_lent()
    {
        var texts = LintRules.All.Where(rule => !rule.IsScript).Select(rule => rule.Example).OfType<string>();
        var source = new SourceText("all.yaml", Encoding.UTF8.GetBytes(string.Join("---\n", texts)));
        // The last piece first: none may build on another.
        var workers = new Workers(3, (count, work) =>
        {
            for (var i = count - 1; i >= 0; i--) work(i);
        });

        var alone = Linter.Lint(ManifestReader.Read([source]));
        var together = Linter.Lint(
            ManifestReader.Read([source], ReadOptions.Default with { Workers = workers }),
            LintOptions.Default with { Workers = workers });

        Assert.NotEmpty(alone);
        Assert.Equal(alone.Select(Words), together.Select(Words));

        static string Words(Diagnostic found) => $"{found.Location} {found.Code} {found.Object} {found.Path} {found.Message}";
    }
}

using Merlon.Diagnostics;

namespace Merlon.Tests.Linting;

public sealed class NamespaceChecks
{
    const string Shop = "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}";

    [Fact]
    public void A_policy_without_namespace_goes_to_the_current_one()
    {
        var found = Lints.Of(DiagnosticCodes.NamespaceMissing, Policy("name: web"));
        Assert.StartsWith(
            "`metadata.namespace` is missing",
            Lints.At(4, 3, "metadata.namespace", Assert.Single(found)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_written_namespace_is_not_missing() =>
        Assert.Empty(Lints.Of(DiagnosticCodes.NamespaceMissing, Policy("namespace: default\n  name: web")));

    [Fact]
    public void A_namespace_that_the_input_does_not_list_is_unknown()
    {
        var found = Lints.Of(DiagnosticCodes.NamespaceUnknown, Policy("name: web\n  namespace: shpo"), Shop);
        Assert.Equal(
            "No Namespace `shpo` is among the manifests: unless the cluster has it, the API server refuses the policy. "
                + "Did you mean `shop`?",
            Lints.At(5, 3, "metadata.namespace", Assert.Single(found)));
    }

    [Theory]
    [InlineData("namespace: shop")]
    [InlineData("namespace: kube-system")]
    [InlineData("labels: {a: b}")]
    public void A_namespace_that_is_listed_or_built_in_or_assumed_is_known(string metadata) =>
        Assert.Empty(Lints.Of(DiagnosticCodes.NamespaceUnknown, Policy($"name: web\n  {metadata}"), Shop));

    [Fact]
    public void Nothing_is_unknown_where_the_input_lists_no_namespaces() =>
        Assert.Empty(Lints.Of(DiagnosticCodes.NamespaceUnknown, Policy("name: web\n  namespace: shpo")));

    [Fact]
    public void A_document_that_could_not_be_read_may_be_the_namespace() => Assert.DoesNotContain(
        Lints.Of(Policy("name: web\n  namespace: shpo"), Shop, "a: [b\n"),
        diagnostic => diagnostic.Code == DiagnosticCodes.NamespaceUnknown);

    static string Policy(string metadata) =>
        $"apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  {metadata}\n"
            + $"spec: {{podSelector: {{}}}}\n";
}

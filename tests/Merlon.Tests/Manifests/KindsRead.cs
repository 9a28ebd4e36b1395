using Merlon.Diagnostics;

namespace Merlon.Tests.Manifests;

/// <summary>Which kinds are read, which are counted, and which are named as not understood.</summary>
public sealed class KindsRead
{
    [Fact]
    public void Kinds_that_do_not_matter_are_only_counted()
    {
        var manifests = Reading.Of("""
            {apiVersion: v1, kind: ConfigMap, metadata: 5, spec: [wrong]}
            --- {apiVersion: v1, kind: ConfigMap}
            --- {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web}}
            --- {apiVersion: example.com/v1, kind: Pod, metadata: {name: of-another-group}}
            --- {apiVersion: apps/v1, kind: ControllerRevision}
            """);
        Assert.Empty(manifests.Diagnostics);
        Assert.Empty(manifests.Unread);
        Assert.Equal(
            [("ConfigMap", 2), ("ControllerRevision", 1), ("Ingress", 1), ("Pod", 1)],
            manifests.Ignored.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(5, manifests.DocumentCount);
    }

    [Theory]
    [InlineData("policy.networking.k8s.io/v1alpha2", "AdminNetworkPolicy", null)]
    [InlineData("policy.networking.k8s.io/v1beta1", "ClusterNetworkPolicy", null)]
    [InlineData("projectcalico.org/v4", "NetworkPolicy", "default")]
    [InlineData("projectcalico.org/v4", "GlobalNetworkPolicy", null)]
    [InlineData("crd.projectcalico.org/v2", "Tier", null)]
    [InlineData("cilium.io/v2", "CiliumNetworkPolicy", null)]
    [InlineData("cilium.io/v2", "CiliumClusterwideNetworkPolicy", null)]
    [InlineData("crd.antrea.io/v1beta1", "ClusterNetworkPolicy", null)]
    public void A_policy_of_an_api_that_is_not_evaluated_is_named(string apiVersion, string kind, string? @namespace)
    {
        var manifests = Reading.Of(
            $"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{name: a}}\n---\n{Reading.Neighbour}");
        var found = Assert.Single(manifests.Diagnostics);
        Assert.Equal((DiagnosticCodes.ApiUnsupported, Severity.Warning), (found.Code, found.Severity));
        var unread = Assert.Single(manifests.Unread);
        Assert.Equal("of an API that is not evaluated", unread.Reason);
        Assert.Equal((kind, @namespace, "a"), (unread.Kind, unread.Namespace, unread.Name));
        Assert.Empty(manifests.Ignored);
        Reading.AssertNeighbourIsRead(manifests);
    }

    [Theory]
    [InlineData("extensions/v1beta1", "removed in Kubernetes 1.16")]
    [InlineData("networking.k8s.io/v1beta1", "unknown")]
    [InlineData("networking/v1", "unknown")]
    [InlineData("v1", "unknown")]
    public void A_NetworkPolicy_of_another_version_is_refused(string apiVersion, string reason)
    {
        var manifests = Reading.Of(
            $"kind: NetworkPolicy\napiVersion: {apiVersion}\nmetadata: {{name: a, namespace: shop}}\n---\n"
                + $"{Reading.Neighbour}");
        Assert.Equal(["OBJECT-KIND 2:1 apiVersion"], Reading.Errors(manifests));
        Assert.Contains(reason, manifests.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Equal("NetworkPolicy shop/a (test.yaml:1)", Assert.Single(manifests.Unread).ToString());
        Reading.AssertNeighbourIsRead(manifests);
    }

    [Theory]
    [InlineData("kind: ConfigMap", 0)]
    [InlineData("kind: Ingress", 0)]
    [InlineData("kind: NetworkPolicy", 1)]
    [InlineData("kind: Netwrokpolicy", 1)]
    [InlineData("kind: GlobalNetworkPolicy", 1)]
    [InlineData("kind: List", 1)]
    [InlineData("kind: PodList", 1)]
    [InlineData("kind: Deployment", 1)]
    [InlineData("kind: ConfigMap\nkind: NetworkPolicy", 1)]
    [InlineData("x: y", 1)]
    public void A_broken_document_is_unread_unless_its_kind_cannot_matter(string header, int unread)
    {
        var manifests = Reading.Of($"apiVersion: v1\n{header}\nbroken: [\n");
        Assert.Contains(manifests.Diagnostics, found => found.Severity == Severity.Error);
        Assert.Equal(unread, manifests.Unread.Length);
        Assert.Equal(1, manifests.DocumentCount);
    }

    [Theory]
    [InlineData("kind: NetworkPolicy\nmetadata: {name: A, namespace: shop}", "NetworkPolicy shop/A")]
    [InlineData("kind: NetworkPolicy\nmetadata: {name: A}", "NetworkPolicy default/A")]
    [InlineData("kind: NetworkPolicy\nmetadata: {namespace: shop}", "a NetworkPolicy")]
    [InlineData("kind: NetworkPolicy", "a NetworkPolicy")]
    public void A_refused_document_is_named_as_far_as_it_can_be(string text, string name)
    {
        var manifests = Reading.Of($"apiVersion: networking.k8s.io/v1\n{text}\n");
        Assert.Equal($"{name} (test.yaml:1)", Assert.Single(manifests.Unread).ToString());
        Assert.Equal("refused by the API server", manifests.Unread[0].Reason);
    }
}

using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;

namespace Merlon.Tests.Manifests;

/// <summary>Lists of objects, as <c>kubectl get -o yaml</c> writes them.</summary>
public sealed class ListKinds
{
    [Fact]
    public void The_items_of_a_list_are_documents()
    {
        var manifests = Reading.Of("""
            apiVersion: v1
            kind: List
            items:
              - {apiVersion: v1, kind: Pod, metadata: {name: a}}
              - {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: b}, spec: {podSelector: {}}}
              - {apiVersion: v1, kind: ConfigMap, metadata: {name: c}}
            """);
        Assert.Equal("a", Assert.Single(manifests.Resources.Pods).Meta.Name);
        Assert.Equal(5, Assert.Single(manifests.Resources.Policies).Meta.Location.Line);
        Assert.Equal(1, manifests.Ignored["ConfigMap"]);
        Assert.Equal(3, manifests.DocumentCount);
    }

    [Fact]
    public void Items_of_a_typed_list_inherit_their_type()
    {
        var manifests = Reading.Of("""
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicyList
            items:
              - metadata: {name: a}
                spec: {podSelector: {}}
              - kind: NetworkPolicy
                metadata: {name: b}
                spec: {podSelector: {}}
            """);
        Assert.Equal(
            ["a", "b"],
            manifests.Resources.Policies.OfType<NetworkPolicyResource>().Select(policy => policy.Meta.Name));
        Assert.Empty(manifests.Unread);
    }

    [Fact]
    public void Items_of_a_list_without_type_need_their_own()
    {
        var manifests = Reading.Of("""
            apiVersion: v1
            kind: List
            items:
              - metadata: {name: a}
                spec: {podSelector: {}}
            """);
        Assert.Equal(["OBJECT-KIND 4:5"], Reading.Found(manifests));
        Assert.Single(manifests.Unread);
    }

    [Fact]
    public void Lists_may_stand_in_lists()
    {
        var manifests = Reading.Of("""
            apiVersion: v1
            kind: List
            items:
              - apiVersion: v1
                kind: List
                items:
                  - apiVersion: v1
                    kind: PodList
                    items:
                      - {metadata: {name: neighbour, namespace: shop}}
            """);
        Assert.Empty(manifests.Diagnostics);
        Reading.AssertNeighbourIsRead(manifests);
    }

    [Fact]
    public void A_list_without_items_holds_nothing()
    {
        var manifests = Reading.Of(
            "apiVersion: v1\nkind: List\nitems:\n---\napiVersion: v1\nkind: PodList\nitems: []\n");
        Assert.Empty(manifests.Diagnostics);
        Assert.Empty(manifests.Unread);
        Assert.Equal(0, manifests.DocumentCount);
    }

    [Theory]
    [InlineData("{a: b}")]
    [InlineData("text")]
    public void Items_that_are_no_list_are_reported(string items)
    {
        var manifests = Reading.Of($"apiVersion: v1\nkind: List\nitems: {items}\n---\n{Reading.Neighbour}");
        Assert.Equal(["OBJECT-KIND 3:8"], Reading.Found(manifests));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 3);
        Assert.Equal(2, manifests.DocumentCount);
    }

    [Fact]
    public void Items_under_a_misspelt_key_are_not_lost_silently()
    {
        var manifests = Reading.Of(
            $"apiVersion: v1\nkind: List\nItems:\n  - {{apiVersion: v1, kind: Pod, metadata: {{name: a}}}}\n---\n"
                + $"{Reading.Neighbour}");
        Assert.Equal(["FIELD-UNKNOWN 3:1 Items"], Reading.Errors(manifests));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public void One_refused_item_takes_no_other()
    {
        var manifests = Reading.Of("""
            apiVersion: v1
            kind: List
            items:
              - null
              - 5
              - {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: B}, spec: {podSelector: {}}}
              - {apiVersion: v1, kind: Pod, metadata: {name: neighbour, namespace: shop}}
            """);
        Assert.Equal(["OBJECT-KIND 5:5", "API-REJECT 6:72 metadata.name"], Reading.Found(manifests));
        Assert.Equal([5, 6], manifests.Unread.Select(document => document.Location.Line));
        Reading.AssertNeighbourIsRead(manifests);
        Assert.Equal(3, manifests.DocumentCount);
    }
}

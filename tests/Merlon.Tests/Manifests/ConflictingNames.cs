using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Tests.Manifests;

/// <summary>Objects of one name: the last counts, as if applied last.</summary>
public sealed class ConflictingNames
{
    [Fact]
    public void The_last_of_one_name_counts_and_the_first_is_named()
    {
        var manifests = Reading.Of("""
            {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop, labels: {v: first}}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop, labels: {v: last}}}
            """);
        Assert.Equal("v=last", Assert.Single(manifests.Resources.Pods).Meta.Labels.ToString());
        var found = Assert.Single(manifests.Diagnostics);
        Assert.Equal((DiagnosticCodes.ConflictName, Severity.Info), (found.Code, found.Severity));
        Assert.Equal((2, 5, "Pod shop/a"), (found.Location.Line, found.Location.Column, found.Object));
        Assert.Contains("test.yaml:1", found.Message, StringComparison.Ordinal);
        Assert.Equal(2, manifests.DocumentCount);
    }

    [Fact]
    public void The_order_of_sources_is_the_order_of_applying()
    {
        var manifests = ManifestReader.Read(
        [
            new SourceText(
                "z.yaml",
                """{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a", "labels": {"v": "first"}}}"""u8.ToArray()),
            new SourceText(
                "a.yaml",
                """{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a", "labels": {"v": "last"}}}"""u8.ToArray()),
        ]);
        Assert.Equal("v=last", Assert.Single(manifests.Resources.Namespaces).Meta.Labels.ToString());
    }

    [Fact]
    public void A_missing_namespace_is_the_default_one()
    {
        var manifests = Reading.Of("""
            {apiVersion: v1, kind: Pod, metadata: {name: a}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: default}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: ""}}
            """);
        Assert.Single(manifests.Resources.Pods);
        Assert.Equal(["CONFLICT-NAME 2:5 metadata.name", "CONFLICT-NAME 3:5 metadata.name"], Reading.Found(manifests));
    }

    [Fact]
    public void Other_namespaces_and_kinds_do_not_conflict()
    {
        var manifests = Reading.Of("""
            {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: x}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: z}}
            --- {apiVersion: v1, kind: Service, metadata: {name: a, namespace: x}}
            --- {apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: x}}
            --- {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: a, namespace: x}}
            --- {apiVersion: v1, kind: Namespace, metadata: {name: a}}
            --- {apiVersion: v1, kind: Node, metadata: {name: a}}
            """);
        Assert.Empty(manifests.Diagnostics);
        Assert.Equal(7, manifests.DocumentCount);
    }

    [Fact]
    public void A_refused_object_does_not_replace_one_that_is_read()
    {
        var manifests = Reading.Of("""
            {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: x, labels: {v: good}}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: x, labels: {v: -bad}}}
            """);
        Assert.Equal("v=good", Assert.Single(manifests.Resources.Pods).Meta.Labels.ToString());
        Assert.Equal(2, Assert.Single(manifests.Unread).Location.Line);
        Assert.DoesNotContain(manifests.Diagnostics, found => found.Code == DiagnosticCodes.ConflictName);
    }

    [Fact]
    public void Everything_read_is_in_order_of_names()
    {
        var manifests = Reading.Of("""
            {apiVersion: v1, kind: Pod, metadata: {name: b, namespace: z}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: c, namespace: x}}
            --- {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: z}}
            """);
        Assert.Equal(["x/c", "z/a", "z/b"], manifests.Resources.Pods.Select(pod => pod.Meta.QualifiedName));
    }
}

using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Tests.Manifests;

/// <summary>Documents that people get wrong: every mistake is reported in one run, and the others are read.</summary>
public sealed class BrokenDocuments
{
    [Fact]
    public void Every_repeated_key_is_reported()
    {
        var manifests = Reading.Of("""
            apiVersion: v1
            kind: Pod
            metadata:
              name: a
              name: b
              labels: {x: "1", y: "1", x: "2"}
            metadata: {}
            ---

            """ + Reading.Neighbour);
        Assert.Equal(["YAML-DUPKEY 5:3", "YAML-DUPKEY 6:28", "YAML-DUPKEY 7:1"], Reading.Found(manifests));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public void A_key_that_stands_three_times_is_reported_twice()
    {
        var manifests = Reading.Of("kind: Pod\nx: 1\nx: 2\nx: 3\n");
        Assert.Equal(["YAML-DUPKEY 3:1", "YAML-DUPKEY 4:1"], Reading.Found(manifests));
        Assert.All(
            manifests.Diagnostics,
            found => Assert.Contains("first on line 2", found.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Quotes_do_not_make_another_key() =>
        Assert.Equal(["YAML-DUPKEY 3:1"], Reading.Found(Reading.Of("kind: Pod\nx: 1\n\"x\": 2\n")));

    [Fact]
    public void One_key_in_two_objects_is_no_repetition()
    {
        var manifests = Reading.Of("""
            apiVersion: v1
            kind: Pod
            metadata: {name: a, labels: {name: a}, annotations: {name: a}}
            """);
        Assert.Empty(manifests.Diagnostics);
        Assert.Single(manifests.Resources.Pods);
    }

    [Fact]
    public void Every_line_that_is_indented_with_a_tab_is_reported()
    {
        var manifests = Reading.Of(
            "apiVersion: v1\nkind: Pod\nmetadata:\n\tname: a\n  labels:\n  \tx: y\n# \ta comment\n---\n"
                + Reading.Neighbour);
        Assert.Equal(["YAML-TAB 4:1", "YAML-TAB 6:3"], Reading.Found(manifests));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public void A_tab_inside_a_value_is_no_indentation()
    {
        var manifests = Reading.Of("apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {x: \"a\tb\"}}\n");
        Assert.Empty(manifests.Diagnostics);
    }

    [Fact]
    public void Broken_syntax_is_reported_for_each_document_of_a_stream()
    {
        var manifests = Reading.Of("""
            kind: Pod
            metadata: {name: [}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: neighbour, namespace: shop}
            ---
            kind: Service
            metadata: a: b
            ---
            kind: NetworkPolicy
            metadata:
              name: "never closed
            """);
        Assert.Equal(
            ["YAML-SYNTAX", "YAML-SYNTAX", "YAML-SYNTAX"], manifests.Diagnostics.Select(found => found.Code.Id));
        Assert.Equal([2, 9], manifests.Diagnostics.Take(2).Select(found => found.Location.Line));
        Assert.InRange(manifests.Diagnostics[2].Location.Line, 13, 14);
        Assert.Equal(
            [(1, "Pod"), (7, "Service"), (10, "NetworkPolicy")],
            manifests.Unread.Select(document => (document.Location.Line, document.Kind!)));
        Reading.AssertNeighbourIsRead(manifests);
        Assert.Equal(4, manifests.DocumentCount);
    }

    [Fact]
    public void A_mapping_that_never_closes_is_reported_and_takes_no_other()
    {
        var manifests = Reading.Of($"kind: Pod\nmetadata: {{name: a\nspec:\n  x: y\n---\n{Reading.Neighbour}");
        Assert.Equal(["YAML-SYNTAX 2:16"], Reading.Found(manifests));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public void Every_value_of_a_wrong_type_is_reported()
    {
        var manifests = Reading.Of("""
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: 5
              namespace: shop
              labels: [a]
            spec:
              podSelector: all
              policyTypes: Ingress
              ingress:
                - from: {}
                  ports:
                    - port: true
                      endPort: "81"
                      protocol: [TCP]
                - everything
            ---

            """ + Reading.Neighbour);
        Assert.Equal(
            [
                "FIELD-TYPE 4:9 metadata.name",
                "FIELD-TYPE 6:11 metadata.labels",
                "FIELD-TYPE 8:16 spec.podSelector",
                "FIELD-TYPE 9:16 spec.policyTypes",
                "FIELD-TYPE 11:13 spec.ingress[0].from",
                "FIELD-TYPE 13:17 spec.ingress[0].ports[0].port",
                "FIELD-TYPE 14:20 spec.ingress[0].ports[0].endPort",
                "FIELD-TYPE 15:21 spec.ingress[0].ports[0].protocol",
                "FIELD-TYPE 16:7 spec.ingress[1]",
            ],
            Reading.Found(manifests).Where(found => found.StartsWith("FIELD-TYPE", StringComparison.Ordinal)));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public void Every_unknown_field_is_reported_with_the_nearest_name()
    {
        var manifests = Reading.Of("""
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: web, namespace: shop, lables: {}}
            spec:
              podSelecter: {}
              pathType: Prefix
              ingress:
                - form: []
                - from:
                    - NamespaceSelector: {}
            ---

            """ + Reading.Neighbour);
        Assert.Equal(
            [
                "FIELD-UNKNOWN 3:40 metadata.lables",
                "FIELD-UNKNOWN 5:3 spec.podSelecter",
                "FIELD-UNKNOWN 6:3 spec.pathType",
                "FIELD-UNKNOWN 8:7 spec.ingress[0].form",
                "FIELD-UNKNOWN 10:11 spec.ingress[1].from[0].NamespaceSelector",
            ],
            Reading.Errors(manifests));
        Assert.Equal(
            ["labels", "podSelector", null, "from", "namespaceSelector"],
            manifests.Diagnostics.Select(found => Suggestion(found)));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public void An_unknown_field_is_a_warning_where_the_server_drops_it()
    {
        var manifests = Reading.Of("""
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: web, namespace: shop}
            spec: {podSelector: {}, pathType: Prefix}
            """, new ReadOptions { FieldValidation = FieldValidation.Ignore });
        var found = Assert.Single(manifests.Diagnostics);
        Assert.Equal((DiagnosticCodes.FieldUnknown, Severity.Warning), (found.Code, found.Severity));
        Assert.Single(manifests.Resources.Policies);
        Assert.Empty(manifests.Unread);
    }

    [Fact]
    public void A_text_that_lost_its_indentation_is_named_so()
    {
        var manifests = Reading.Of("""
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
            name: web
            spec:
            podSelector: {}
            ---

            """ + Reading.Neighbour);
        Assert.Equal(["YAML-FLAT 3:1"], Reading.Errors(manifests));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Theory]
    [InlineData("just text")]
    [InlineData("- a\n- b")]
    [InlineData("42")]
    public void A_document_that_is_no_object_is_reported(string document)
    {
        var manifests = Reading.Of($"{document}\n---\n{Reading.Neighbour}");
        Assert.Equal(["OBJECT-KIND 1:1"], Reading.Found(manifests));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
        Assert.Equal(2, manifests.DocumentCount);
    }

    [Theory]
    [InlineData("kind: NetworkPolicy\nmetadata: {name: a}", "`apiVersion` is missing")]
    [InlineData("apiVersion: networking.k8s.io/v1\nmetadata: {name: a}", "`kind` is missing")]
    [InlineData("metadata: {name: a}\nspec: {podSelector: {}}", "`kind` is missing")]
    [InlineData("apiVersion: networking.k8s.io/v1\nkind: ''\nmetadata: {name: a}", "`kind` is missing")]
    public void An_object_without_a_type_is_reported(string document, string message)
    {
        var manifests = Reading.Of($"{document}\n---\n{Reading.Neighbour}");
        var found = Assert.Single(manifests.Diagnostics);
        Assert.Equal(DiagnosticCodes.ObjectKind, found.Code);
        Assert.StartsWith(message, found.Message, StringComparison.Ordinal);
        Assert.Equal("a", Assert.Single(manifests.Unread).Name);
        Reading.AssertNeighbourIsRead(manifests);
    }

    [Fact]
    public void A_type_that_is_no_text_is_reported_where_it_stands()
    {
        var manifests = Reading.Of("apiVersion: 1\nkind: [Pod]\nmetadata: {name: a}\n---\n" + Reading.Neighbour);
        Assert.Contains("FIELD-TYPE 1:13 apiVersion", Reading.Errors(manifests));
        Assert.Contains("FIELD-TYPE 2:7 kind", Reading.Errors(manifests));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public void Other_yaml_without_a_kind_is_only_counted()
    {
        var manifests = Reading.Of("replicas: 3\nimage: web\n---\n" + Reading.Neighbour);
        Assert.Empty(manifests.Diagnostics);
        Assert.Empty(manifests.Unread);
        Assert.Equal(1, manifests.Ignored["(no kind)"]);
    }

    [Fact]
    public void A_tag_that_its_value_does_not_fit_is_a_wrong_type()
    {
        var manifests = Reading.Of("""
            apiVersion: v1
            kind: Pod
            metadata: {name: a}
            spec:
              hostNetwork: !!bool ""
              nodeName: !!int "5"
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: b}
            spec: {hostNetwork: !!bool banana}
            ---

            """ + Reading.Neighbour);
        Assert.Equal(
            ["FIELD-TYPE 5:16 spec.hostNetwork", "FIELD-TYPE 6:13 spec.nodeName", "FIELD-TYPE 11:21 spec.hostNetwork"],
            Reading.Errors(manifests));
        Reading.AssertNeighbourIsRead(manifests);
    }

    static string? Suggestion(Diagnostic found)
    {
        const string Asking = "did you mean `";
        var start = found.Message.IndexOf(Asking, StringComparison.Ordinal);
        return start < 0 ? null : found.Message[(start + Asking.Length)..].Split('`')[0];
    }
}

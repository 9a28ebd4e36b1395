using Merlon.Diagnostics;

namespace Merlon.Tests.Manifests;

/// <summary>Where one document of a YAML stream ends and the next begins.</summary>
public sealed class DocumentStreams
{
    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# only a comment\n")]
    [InlineData("---")]
    [InlineData("---\n---\n---\n")]
    [InlineData("--- # a comment\n...\n")]
    [InlineData("...\n")]
    [InlineData("---\nnull\n---\n~\n")]
    [InlineData("{}")]
    public void Nothing_is_no_document_and_no_fault(string text)
    {
        var manifests = Reading.Of(text);
        Assert.Empty(manifests.Diagnostics);
        Assert.Empty(manifests.Unread);
        Assert.Empty(manifests.Resources.Pods);
    }

    [Fact]
    public void Documents_stand_between_markers()
    {
        var manifests = Reading.Of($"---\n{Pod("a")}---\n{Pod("b")}--- # the third\n{Pod("c")}");
        Assert.Equal(["a", "b", "c"], manifests.Resources.Pods.Select(pod => pod.Meta.Name));
        Assert.Equal([2, 6, 10], manifests.Resources.Pods.Select(pod => pod.Meta.Location.Line));
        Assert.Equal(3, manifests.DocumentCount);
    }

    [Fact]
    public void A_marker_may_carry_content()
    {
        var manifests = Reading.Of(
            "--- {apiVersion: v1, kind: Pod, metadata: {name: a}}\n"
                + "--- {apiVersion: v1, kind: Pod, metadata: {name: b}}\n");
        Assert.Equal(["a", "b"], manifests.Resources.Pods.Select(pod => pod.Meta.Name));
        Assert.Equal(
            [(1, 5), (2, 5)],
            manifests.Resources.Pods.Select(pod => (pod.Meta.Location.Line, pod.Meta.Location.Column)));
    }

    [Fact]
    public void A_line_that_only_starts_like_a_marker_is_content()
    {
        var manifests = Reading.Of("""
            apiVersion: v1
            kind: Pod
            metadata:
              name: a
              annotations:
                a: |
                  text
                  --- and
                  ---
            ----: x
            ---x: y
            """);
        Assert.Empty(manifests.Diagnostics);
        Assert.Equal(1, manifests.DocumentCount);
    }

    [Fact]
    public void A_marker_in_the_first_column_ends_a_document_even_inside_a_block_of_text()
    {
        var manifests = Reading.Of("""
            apiVersion: v1
            kind: Pod
            metadata:
              name: a
              annotations:
                a: |
                  text
            --- {apiVersion: v1, kind: Pod, metadata: {name: b}}
            """);
        Assert.Empty(manifests.Diagnostics);
        Assert.Equal(["a", "b"], manifests.Resources.Pods.Select(pod => pod.Meta.Name));
    }

    [Fact]
    public void A_marker_inside_quotes_breaks_the_document_and_not_the_next()
    {
        var manifests = Reading.Of($"kind: Pod\na: \"text\n---\n{Reading.Neighbour}");
        Assert.Equal([DiagnosticCodes.YamlSyntax], manifests.Diagnostics.Select(found => found.Code));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public void Three_dots_end_a_document()
    {
        var manifests = Reading.Of($"{Pod("a")}...\n---\n{Pod("b")}...\n# done\n");
        Assert.Empty(manifests.Diagnostics);
        Assert.Equal(["a", "b"], manifests.Resources.Pods.Select(pod => pod.Meta.Name));
    }

    [Fact]
    public void Three_dots_need_no_marker_after_them()
    {
        var manifests = Reading.Of($"{Pod("a")}...\n{Pod("b")}");
        Assert.Empty(manifests.Diagnostics);
        Assert.Equal(
            [(1, "a"), (5, "b")], manifests.Resources.Pods.Select(pod => (pod.Meta.Location.Line, pod.Meta.Name)));
    }

    [Fact]
    public void A_broken_document_after_three_dots_takes_no_other()
    {
        var manifests = Reading.Of($"{Reading.Neighbour}...\nkind: Pod\nmetadata: [\n");
        Assert.Equal([DiagnosticCodes.YamlSyntax], manifests.Diagnostics.Select(found => found.Code));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 5);
    }

    [Fact]
    public void A_directive_belongs_to_the_document_that_follows()
    {
        var manifests = Reading.Of(
            $"%YAML 1.1\n---\n{Pod("a")}...\n%YAML 1.2\n%TAG ! tag:example.com,2000:\n---\n{Pod("b")}");
        Assert.Empty(manifests.Diagnostics);
        Assert.Equal(["a", "b"], manifests.Resources.Pods.Select(pod => pod.Meta.Name));
    }

    [Fact]
    public void A_directive_of_an_unknown_version_takes_only_its_document()
    {
        var manifests = Reading.Of($"%YAML 9.7\n---\n{Pod("a")}---\n{Reading.Neighbour}");
        Assert.Equal([DiagnosticCodes.YamlSyntax], manifests.Diagnostics.Select(found => found.Code));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public void Lines_may_end_in_carriage_return_and_newline()
    {
        var text = $"# c\n---\n{Pod("a")}---\r\n{Pod("b")}...\n---\nkind: Pod\nx: 1\nx: 2\n---\n{Reading.Neighbour}";
        var manifests = Reading.Of(text.ReplaceLineEndings("\r\n"));
        Assert.Equal(["YAML-DUPKEY 14:1"], Reading.Found(manifests));
        Assert.Equal(
            [(3, "a"), (7, "b"), (16, "neighbour")],
            manifests.Resources.Pods.Select(pod => (pod.Meta.Location.Line, pod.Meta.Name)));
    }

    [Fact]
    public void A_carriage_return_is_no_part_of_a_block_of_text_or_a_value()
    {
        var manifests = Reading.Of(
            "apiVersion: v1\r\nkind: Pod\r\nmetadata:\r\n  name: a\r\n  labels:\r\n    x: w\r\n");
        Assert.Equal("x=w", Assert.Single(manifests.Resources.Pods).Meta.Labels.ToString());
    }

    [Fact]
    public void The_last_line_needs_no_end()
    {
        var manifests = Reading.Of(Pod("a").TrimEnd() + "\n---\n" + Pod("b").TrimEnd());
        Assert.Equal(["a", "b"], manifests.Resources.Pods.Select(pod => pod.Meta.Name));
    }

    static string Pod(string name) => $"apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\n";
}

using Merlon.Diagnostics;

namespace Merlon.Tests.Manifests;

/// <summary>JSON instead of YAML, well-formed and not.</summary>
public sealed class JsonInput
{
    const string Neighbour =
        """{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "neighbour", "namespace": "shop"}}""";

    [Fact]
    public void Values_may_follow_each_other()
    {
        var manifests = Reading.Of($"{Pod("a")}{Pod("b")}\n\n{Pod("c")}\n");
        Assert.Empty(manifests.Diagnostics);
        Assert.Equal(
            [(1, "a"), (1, "b"), (3, "c")],
            manifests.Resources.Pods.Select(pod => (pod.Meta.Location.Line, pod.Meta.Name)));
    }

    [Fact]
    public void Values_may_stand_between_the_markers_of_yaml()
    {
        var manifests = Reading.Of($"---\n{Pod("a")}\n---\n{Pod("b")}\n---\n{Reading.Neighbour}");
        Assert.Empty(manifests.Diagnostics);
        Assert.Equal(
            [(2, "a"), (4, "b"), (6, "neighbour")],
            manifests.Resources.Pods
                .OrderBy(pod => pod.Meta.Location)
                .Select(pod => (pod.Meta.Location.Line, pod.Meta.Name)));
    }

    [Fact]
    public void A_broken_value_takes_no_other_between_markers()
    {
        var manifests = Reading.Of("{\"kind\": \"Pod\",\n  \"metadata\": ]}\n---\n" + Neighbour);
        Assert.Equal(["YAML-SYNTAX 2:15"], Reading.Found(manifests));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public void A_flow_mapping_with_quoted_keys_is_yaml_where_it_is_no_json()
    {
        var manifests = Reading.Of(
            """{"apiVersion": v1, "kind": Pod, "metadata": {"name": neighbour, "namespace": shop,},}""");
        Assert.Empty(manifests.Diagnostics);
        Reading.AssertNeighbourIsRead(manifests);
    }

    [Fact]
    public void Every_repeated_key_is_reported_and_takes_only_its_value()
    {
        var manifests = Reading.Of($$"""
            {"kind": "Pod", "kind": "Pod",
             "metadata": {"name": "a", "name": "a"} }
            {{Neighbour}}
            """);
        Assert.Equal(["YAML-DUPKEY 1:17", "YAML-DUPKEY 2:28"], Reading.Found(manifests));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public void What_stands_before_garbage_is_read()
    {
        var manifests = Reading.Of(Neighbour + "\n}garbage");
        Assert.Equal(["YAML-SYNTAX 2:1"], Reading.Found(manifests));
        Reading.AssertNeighbourIsRead(manifests);
        Assert.Single(manifests.Unread);
    }

    [Theory]
    [InlineData("""{"kind": "Pod", "x": "\ud800"}""")]
    [InlineData("""{"kind": "Pod", "x": "\udc00\ud800"}""")]
    public void Half_a_surrogate_pair_is_no_text(string value)
    {
        var manifests = Reading.Of(Neighbour + "\n" + value);
        Assert.Equal(["YAML-ENCODING 2:22"], Reading.Found(manifests));
        Reading.AssertNeighbourIsRead(manifests);
        Assert.Single(manifests.Unread);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_key()
    {
        var manifests = Reading.Of(Neighbour + "\n" + """{"kind": "Pod", "\ud800": 1}""");
        Assert.Equal(["YAML-ENCODING 2:17"], Reading.Found(manifests));
        Reading.AssertNeighbourIsRead(manifests);
    }

    [Fact]
    public void Values_nested_too_deep_are_refused()
    {
        var manifests = Reading.Of(Neighbour + "\n" + string.Concat(Enumerable.Repeat("{\"a\":", 10_000)));
        Assert.Equal([DiagnosticCodes.InputLimit], manifests.Diagnostics.Select(found => found.Code));
        Reading.AssertNeighbourIsRead(manifests);
        Assert.Single(manifests.Unread);
    }

    [Fact]
    public void Columns_count_characters()
    {
        var manifests = Reading.Of("""{"é": "€😀", "é": 1}""");
        Assert.Equal(["YAML-DUPKEY 1:14"], Reading.Found(manifests));
    }

    [Fact]
    public void The_column_of_a_syntax_error_counts_characters() =>
        Assert.Equal(["YAML-SYNTAX 1:12"], Reading.Found(Reading.Of("""{"é": "€", ]""")));

    [Theory]
    [InlineData("{")]
    [InlineData("[")]
    [InlineData("{\"kind\": \"Pod\"")]
    public void A_value_that_never_ends_is_reported(string text)
    {
        var manifests = Reading.Of(text);
        Assert.Equal([DiagnosticCodes.YamlSyntax], manifests.Diagnostics.Select(found => found.Code));
        Assert.Single(manifests.Unread);
    }

    static string Pod(string name) => $$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{name}}"} }""";
}

using System.Text;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Tests.Manifests;

/// <summary>
/// Input that is made, or happens, to cost much: it is refused with a reason, the other documents are read, and time
/// and memory stay in bounds.
/// </summary>
public sealed class HostileInput
{
    const long MiB = 1 << 20;

    [Fact]
    public async Task A_source_over_the_size_limit_is_refused_whole()
    {
        var huge = new byte[200 * MiB];
        var manifests = await Task.Run(() => ManifestReader.Read(
            [
                new SourceText("huge.yaml", huge),
                new SourceText("test.yaml", Encoding.UTF8.GetBytes(Reading.Neighbour)),
            ]));
        Assert.Equal(["INPUT-LIMIT 1:1"], Reading.Found(manifests));
        Assert.Contains(
            "200 MiB is more than the limit of 64 MiB", manifests.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Equal("huge.yaml", Assert.Single(manifests.Unread).Location.File);
        Reading.AssertNeighbourIsRead(manifests);
    }

    [Fact]
    public void A_source_of_exactly_the_limit_is_read()
    {
        var bytes = Encoding.UTF8.GetBytes(Reading.Neighbour);
        Reading.AssertNeighbourIsRead(
            Reading.Of(bytes, Limited(limits => limits with { MaxSourceBytes = bytes.Length })));
        Assert.Single(Reading.Of(bytes, Limited(limits => limits with { MaxSourceBytes = bytes.Length - 1 })).Unread);
    }

    [Fact]
    public async Task Aliases_that_double_in_lists_are_refused()
    {
        var bomb = new StringBuilder("kind: Pod\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 40; i++)
        {
            bomb.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }
        var manifests = await Reading.BoundedAsync($"{bomb}---\n{Reading.Neighbour}", 64 * MiB);
        Assert.Equal(["INPUT-LIMIT 7:58"], Reading.Found(manifests));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public async Task Aliases_that_double_in_mappings_are_refused()
    {
        var bomb = new StringBuilder("kind: Pod\na0: &a0 {x: y}\n");
        for (var i = 1; i < 100; i++) bomb.Append($"a{i}: &a{i} {{x: *a{i - 1}, y: *a{i - 1}}}\n");
        var manifests = await Reading.BoundedAsync($"{bomb}---\n{Reading.Neighbour}", 64 * MiB);
        Assert.Equal([DiagnosticCodes.InputLimit], manifests.Diagnostics.Select(found => found.Code));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public async Task Many_aliases_of_one_large_value_are_refused()
    {
        var bomb = $"kind: Pod\na: &a [{string.Join(", ", Enumerable.Repeat("x", 10_000))}]\n"
            + $"b: [{string.Join(", ", Enumerable.Repeat("*a", 10_000))}]\n";
        var manifests = await Reading.BoundedAsync($"{bomb}---\n{Reading.Neighbour}", 256 * MiB);
        Assert.Equal([DiagnosticCodes.InputLimit], manifests.Diagnostics.Select(found => found.Code));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public async Task Merging_one_large_value_again_and_again_is_refused()
    {
        var bomb = $"kind: Pod\na: &a {{{LargeMapping(20_000)}}}\nb:\n"
            + $"{string.Concat(Enumerable.Repeat("- {<<: *a}\n", 5_000))}";
        var manifests = await Reading.BoundedAsync($"{bomb}---\n{Reading.Neighbour}", 256 * MiB);
        Assert.Equal([DiagnosticCodes.InputLimit], manifests.Diagnostics.Select(found => found.Code));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public async Task Merging_one_large_value_into_one_place_again_and_again_is_refused()
    {
        var bomb = $"kind: Pod\na: &a {{{LargeMapping(20_000)}}}\nb:\n"
            + $"{string.Concat(Enumerable.Repeat("  <<: *a\n", 200_000))}";
        var manifests = await Reading.BoundedAsync($"{bomb}---\n{Reading.Neighbour}", 1024 * MiB);
        Assert.Equal([DiagnosticCodes.InputLimit], manifests.Diagnostics.Select(found => found.Code));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Theory]
    [InlineData("a: &a {b: *a}", 2, 11)]
    [InlineData("a: &a [x, *a]", 2, 11)]
    [InlineData("a: &a {<<: *a}", 2, 12)]
    public void An_anchor_that_contains_itself_is_refused(string loop, int line, int column)
    {
        var manifests = Reading.Of($"kind: Pod\n{loop}\n---\n{Reading.Neighbour}");
        Assert.Equal([$"YAML-SYNTAX {line}:{column}"], Reading.Found(manifests));
        Assert.Contains("contains itself", manifests.Diagnostics[0].Message, StringComparison.Ordinal);
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public void An_alias_without_an_anchor_is_refused()
    {
        var manifests = Reading.Of($"kind: Other\napiVersion: &a v1\n---\nkind: Pod\nb: *a\n---\n{Reading.Neighbour}");
        Assert.Equal(["YAML-SYNTAX 5:4"], Reading.Found(manifests));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 3);
    }

    [Fact]
    public void An_alias_is_read_as_what_it_stands_for()
    {
        var manifests = Reading.Of("""
            apiVersion: v1
            kind: Pod
            metadata:
              name: &name web
              labels: &labels {app: *name}
              annotations: *labels
            """);
        Assert.Equal("app=web", Assert.Single(manifests.Resources.Pods).Meta.Labels.ToString());
    }

    [Fact]
    public void A_merge_key_fills_only_what_the_mapping_does_not_set()
    {
        var manifests = Reading.Of("""
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              annotations: &base {app: base, tier: base}
              labels: {<<: *base, app: own, <<: [{zone: first}, {zone: second, app: second}]}
            """);
        Assert.Empty(manifests.Diagnostics);
        Assert.Equal("app=own,tier=base,zone=first", Assert.Single(manifests.Resources.Pods).Meta.Labels.ToString());
    }

    [Fact]
    public void A_merge_key_that_names_no_object_is_a_plain_key()
    {
        var manifests = Reading.Of("apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {<<: text}}\n");
        Assert.Equal(["API-REJECT 3:23 metadata.labels"], Reading.Found(manifests));
        Assert.Contains("`<<`", manifests.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "")]
    [InlineData("{a: ", "")]
    [InlineData("- ", "")]
    [InlineData("[", "]")]
    [InlineData("? ", "")]
    [InlineData("{? ", "")]
    public async Task Values_nested_too_deep_are_refused(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 10_000)) + string.Concat(Enumerable.Repeat(close, 10_000));
        var manifests = await Reading.BoundedAsync($"--- {deep}\n---\n{Reading.Neighbour}", 256 * MiB);
        Assert.NotEmpty(manifests.Diagnostics);
        Assert.All(
            manifests.Diagnostics,
            found => Assert.True(found.Code == DiagnosticCodes.InputLimit || found.Code == DiagnosticCodes.YamlSyntax));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public async Task Block_mappings_nested_too_deep_are_refused()
    {
        var deep = new StringBuilder("kind: Pod\n");
        for (var i = 0; i < 10_000; i++) deep.Append(' ', i).Append("a:\n");
        var manifests = await Reading.BoundedAsync($"{deep}---\n{Reading.Neighbour}", 1024 * MiB);
        Assert.Equal(["INPUT-LIMIT 102:101"], Reading.Found(manifests));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public void The_deepest_level_that_is_allowed_is_read()
    {
        var deepest = string.Concat(Enumerable.Repeat("[", 98)) + string.Concat(Enumerable.Repeat("]", 98));
        Assert.Empty(Reading.Of($"kind: Other\napiVersion: v1\na: {{b: {deepest}}}").Diagnostics);
        Assert.Equal(
            ["INPUT-LIMIT 3:106"], Reading.Found(Reading.Of($"kind: Other\napiVersion: v1\na: {{b: [{deepest}]}}")));
    }

    [Fact]
    public async Task Millions_of_small_values_are_refused_in_json()
    {
        var many = $"{{\"kind\": \"Pod\", \"a\": [{string.Join(",", Enumerable.Repeat("1", 5_100_000))}]}}";
        var manifests = await Reading.BoundedAsync($"{many}\n---\n{Reading.Neighbour}", 2048 * MiB);
        Assert.Equal([DiagnosticCodes.InputLimit], manifests.Diagnostics.Select(found => found.Code));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public async Task Millions_of_small_values_are_refused_in_yaml_as_soon_as_they_are_too_many()
    {
        var many = $"kind: Pod\na: [{string.Join(",", Enumerable.Repeat("1", 3_000_000))}]\n";
        var manifests = await Reading.BoundedAsync(
            $"{many}---\n{Reading.Neighbour}", 512 * MiB, Limited(limits => limits with { MaxNodes = 100_000 }));
        Assert.Equal([DiagnosticCodes.InputLimit], manifests.Diagnostics.Select(found => found.Code));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public async Task A_value_of_many_megabytes_is_read()
    {
        var manifests = await Reading.BoundedAsync(
            "apiVersion: v1\nkind: Pod\n"
                + $"metadata: {{name: neighbour, namespace: shop, annotations: {{a: {new string('x', 16 << 20)}}}}}\n",
            1024 * MiB);
        Assert.Empty(manifests.Diagnostics);
        Reading.AssertNeighbourIsRead(manifests);
    }

    [Fact]
    public async Task A_name_of_many_megabytes_is_refused()
    {
        var manifests = await Reading.BoundedAsync(
            $"apiVersion: v1\nkind: Pod\nmetadata: {{name: {new string('x', 16 << 20)}}}\n---\n{Reading.Neighbour}",
            1024 * MiB);
        Assert.Equal(["API-REJECT 3:12 metadata.name"], Reading.Found(manifests));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public async Task A_label_key_of_many_slashes_is_refused()
    {
        var key = new string('/', 8 << 20);
        var manifests = await Reading.BoundedAsync(
            $"apiVersion: v1\nkind: Pod\nmetadata: {{name: a, labels: {{? {key} : b}}}}\n---\n{Reading.Neighbour}",
            512 * MiB);
        Assert.Equal(["API-REJECT 3:21 metadata.labels"], Reading.Found(manifests));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public async Task A_long_run_of_spaces_in_broken_text_costs_little()
    {
        var manifests = await Reading.BoundedAsync(
            $"kind: Pod\na: {{{new string(' ', 4 << 20)}? b\n ]\n---\n{Reading.Neighbour}", 512 * MiB);
        Assert.Equal([DiagnosticCodes.YamlSyntax], manifests.Diagnostics.Select(found => found.Code));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public async Task Many_different_keys_with_many_repetitions_cost_little()
    {
        var keys = string.Concat(Enumerable.Range(0, 200_000).Select(i => $"k{i}: x\n"));
        var repeated = string.Concat(Enumerable.Repeat("k199999: x\n", 100_000));
        var manifests = await Reading.BoundedAsync($"kind: Pod\n{keys}{repeated}---\n{Reading.Neighbour}", 2048 * MiB);
        Assert.Equal(100_000, manifests.Diagnostics.Count(found => found.Code == DiagnosticCodes.YamlDuplicateKey));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public async Task Many_faults_in_an_object_of_many_fields_cost_little()
    {
        var fields = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"  f{i}: x\n"));
        var labels = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"    -x{i}: x\n"));
        var manifests = await Reading.BoundedAsync(
            $"apiVersion: v1\nkind: Pod\nmetadata:\n{fields}  name: a\n  labels:\n{labels}---\n{Reading.Neighbour}",
            2048 * MiB);
        Assert.Equal(200_000, manifests.Diagnostics.Length);
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public async Task Many_documents_are_read_one_by_one()
    {
        var manifests = await Reading.BoundedAsync(
            string.Concat(Enumerable.Repeat("---\nkind: Other\napiVersion: v1\n", 20_000)) + "---\n"
                + Reading.Neighbour,
            1024 * MiB);
        Assert.Equal(20_000, manifests.Ignored["Other"]);
        Reading.AssertNeighbourIsRead(manifests);
    }

    [Fact]
    public async Task Empty_lines_cost_little()
    {
        var manifests = await Reading.BoundedAsync(
            $"kind: Pod\na: [\n{new string('\n', 8 << 20)}---\n{Reading.Neighbour}", 1024 * MiB);
        Assert.Equal([DiagnosticCodes.YamlSyntax], manifests.Diagnostics.Select(found => found.Code));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    static string LargeMapping(int fields) => string.Join(", ", Enumerable.Range(0, fields).Select(i => $"k{i}: x"));

    static ReadOptions Limited(Func<ManifestLimits, ManifestLimits> change) =>
        new() { Limits = change(ManifestLimits.Default) };
}

using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Merlon.Diagnostics;
using Merlon.Kubernetes.Decoding;
using Merlon.Manifests;

namespace Merlon.Kubernetes.Tests.Decoding;

/// <summary>An object that is cut down says to Merlon what the whole one says.</summary>
public sealed class Trimming
{
    public static TheoryData<string> Objects =>
        [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    static string Folder => Path.Combine(AppContext.BaseDirectory, "Decoding", "Objects");

    [Theory]
    [MemberData(nameof(Objects))]
    public void A_trimmed_object_reads_as_the_whole_one(string file)
    {
        var whole = File.ReadAllBytes(Path.Combine(Folder, file));
        var put = Trim(whole);
        var (full, trimmed) = (Read(whole), Read(put.Json));
        Assert.Empty(full.Diagnostics);
        Assert.Empty(full.Unread);
        Assert.Equal(Describe(full.Resources), Describe(trimmed.Resources));
        Assert.InRange(put.Json.Length, 1, whole.Length - 100);
    }

    [Fact]
    public void Every_kind_that_is_watched_and_read_has_an_object_here()
    {
        var here = Objects.Select(row => Path.GetFileNameWithoutExtension(row.Data)).ToHashSet();
        var kinds = KnownResources.All.Where(known => known.Group is "" or "apps" or "batch" || known.Group.EndsWith("k8s.io", StringComparison.Ordinal))
            .Where(known => !known.Group.StartsWith("policy.", StringComparison.Ordinal))
            .Select(known => known.Kind);
        Assert.Empty(kinds.Except(here));
    }

    [Fact]
    public void Versions_that_differ_in_nothing_that_matters_are_the_same_bytes()
    {
        var first = """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","uid":"u","resourceVersion":"1","managedFields":[]}}""";
        var second = """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","uid":"u","resourceVersion":"2","generation":4}}""";
        Assert.True(Trim(Encoding.UTF8.GetBytes(first)).Json.Span.SequenceEqual(Trim(Encoding.UTF8.GetBytes(second)).Json.Span));
    }

    [Fact]
    public void A_policy_is_kept_whole_but_for_what_servers_add()
    {
        var policy = """{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"a","namespace":"n","managedFields":[1],"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"x","note":"y"}},"spec":{"future":{"a":[1,[2],{}]}},"status":{}}""";
        Assert.Equal(
            """{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"a","namespace":"n","annotations":{"note":"y"}},"spec":{"future":{"a":[1,[2],{}]}}}""",
            Encoding.UTF8.GetString(Trim(Encoding.UTF8.GetBytes(policy)).Json.Span));
    }

    static ManifestSet Read(ReadOnlyMemory<byte> json) =>
        ManifestReader.Read([new SourceText("object", json) { IsStored = true }]);

    static ObjectChange.Put Trim(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var (version, kind) = (TextOf(document, "apiVersion"), TextOf(document, "kind"));
        var trimmer = new ObjectTrimmer(KnownResources.All.First(known => known.Kind == kind && known.ApiVersion == version));
        var reader = new Utf8JsonReader(json);
        reader.Read();
        trimmer.Begin();
        while (reader.Read() && !trimmer.Accept(ref reader))
        {
        }
        return trimmer.ToPut();
    }

    static string TextOf(JsonDocument document, string name) => document.RootElement.GetProperty(name).GetString()!;

    // All values of a tree of records, but the places where they were written.
    static string Describe(object? value) => value switch
    {
        null => "null",
        SourceLocation or Place => "",
        string text => text,
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Describe))}]",
        _ when value.GetType().Namespace?.StartsWith("Merlon", StringComparison.Ordinal) != true || value is Enum => $"{value}",
        _ => $"{value.GetType().Name}({string.Join(", ", Properties(value).Select(property => $"{property.Name}={Describe(property.GetValue(value))}"))})",
    };

    static IEnumerable<PropertyInfo> Properties(object value) => value.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.GetIndexParameters().Length == 0);
}

using System.Text;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Tests.Manifests;

/// <summary>Reads texts as one source, and tells what was found in a form that is short to expect.</summary>
static class Reading
{
    /// <summary>A document that is read well, to stand beside one that is not.</summary>
    public const string Neighbour = "apiVersion: v1\nkind: Pod\nmetadata: {name: neighbour, namespace: shop}\n";

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static ManifestSet Of(string text, ReadOptions? options = null) => Of(Encoding.UTF8.GetBytes(text), options);

    public static ManifestSet Of(byte[] bytes, ReadOptions? options = null) =>
        ManifestReader.Read([new SourceText("test.yaml", bytes)], options);

    /// <summary>Reads on a thread of its own: a hang fails, and so does taking more memory than is generous.</summary>
    public static async Task<ManifestSet> BoundedAsync(byte[] bytes, long maxAllocated, ReadOptions? options = null)
    {
        var (manifests, allocated) = await Task.Run(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var read = Of(bytes, options);
            return (read, GC.GetAllocatedBytesForCurrentThread() - before);
        }).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(
            allocated <= maxAllocated,
            $"{allocated >> 20:N0} MiB were allocated, {maxAllocated >> 20:N0} MiB at most were expected.");
        return manifests;
    }

    public static Task<ManifestSet> BoundedAsync(string text, long maxAllocated, ReadOptions? options = null) =>
        BoundedAsync(Encoding.UTF8.GetBytes(text), maxAllocated, options);

    /// <summary>Every diagnostic as <c>CODE line:column</c>, with the path where it has one.</summary>
    public static IEnumerable<string> Found(ManifestSet manifests) => manifests.Diagnostics
        .Select(found => $"{found.Code} {found.Location.Line}:{found.Location.Column} {found.Path}".TrimEnd());

    public static IEnumerable<string> Errors(ManifestSet manifests) =>
        Found(manifests with
        {
            Diagnostics = [.. manifests.Diagnostics.Where(found => found.Severity == Severity.Error)],
        });

    /// <summary>The one neighbour is read, and one document is unread that starts on the line.</summary>
    public static void AssertOnlyUnreadIsAtLine(ManifestSet manifests, int line)
    {
        AssertNeighbourIsRead(manifests);
        Assert.Equal(line, Assert.Single(manifests.Unread).Location.Line);
    }

    public static void AssertNeighbourIsRead(ManifestSet manifests) =>
        Assert.Equal("shop/neighbour", Assert.Single(manifests.Resources.Pods).Meta.QualifiedName);
}

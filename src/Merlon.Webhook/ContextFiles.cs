using System.Collections.Immutable;
using Merlon.Files;
using Merlon.Manifests;

namespace Merlon.Webhook;

/// <summary>The manifests of the cluster around a change, read again when a file is newer, gone or added.</summary>
sealed class ContextFiles(IReadOnlyList<string> paths)
{
    readonly Lock _lock = new();
    ImmutableArray<(string Path, DateTime Written)> _seen = [];
    ImmutableArray<SourceText> _sources = [];

    public ImmutableArray<SourceText> Read()
    {
        lock (_lock)
        {
            ImmutableArray<(string Path, DateTime Written)> found =
                [.. paths.SelectMany(Files).Order(StringComparer.Ordinal).Select(path => (path, WrittenAt(path)))];
            if (found.SequenceEqual(_seen)) return _sources;
            _sources = [.. found.Select(file => new SourceText(file.Path, File.ReadAllBytes(file.Path)))];
            _seen = found;
            return _sources;
        }
    }

    // What is mounted from a ConfigMap is links, which stay the same when they lead to newer files.
    static DateTime WrittenAt(string path) =>
        File.GetLastWriteTimeUtc(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);

    static IEnumerable<string> Files(string path) => Directory.Exists(path)
        ? ManifestFolder.Find(path, (inner, reason) => throw new IOException($"`{Path.Combine(path, inner)}` cannot be opened", reason))
            .Select(name => Path.Combine(path, name))
        : [path];
}

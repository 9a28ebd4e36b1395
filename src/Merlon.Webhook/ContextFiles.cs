using System.Collections.Immutable;
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
                [.. paths.SelectMany(Files).Order(StringComparer.Ordinal).Select(path => (path, File.GetLastWriteTimeUtc(path)))];
            if (found.SequenceEqual(_seen)) return _sources;
            _sources = [.. found.Select(file => new SourceText(file.Path, File.ReadAllBytes(file.Path)))];
            _seen = found;
            return _sources;
        }
    }

    static IEnumerable<string> Files(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".json")
        : [path];
}

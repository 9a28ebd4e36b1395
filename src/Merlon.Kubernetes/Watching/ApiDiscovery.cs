using System.Net;
using System.Text.Json;
using Merlon.Kubernetes.Decoding;
using Merlon.Kubernetes.Http;

namespace Merlon.Kubernetes.Watching;

/// <summary>
/// Finds out which resources a server serves. Safe to share: those who wait for many resources ask once in an interval,
/// and in a cluster without any of their APIs one request is all.
/// </summary>
sealed class ApiDiscovery(KubernetesClient client, WatchOptions options)
{
    readonly Lock _lock = new();
    readonly Dictionary<string, (long At, Task<HashSet<string>> Names)> _asked = new(StringComparer.Ordinal);

    /// <summary>Whether the server serves the resource.</summary>
    public async Task<bool> IsServedAsync(ApiResource resource, CancellationToken stop)
    {
        if (resource.Group.Length > 0)
        {
            var versions = await NamesAsync("/apis", "groupVersion", stop);
            if (!versions.Contains(resource.ApiVersion)) return false;
        }
        return (await NamesAsync(resource.VersionPath, "name", stop)).Contains(resource.Plural);
    }

    Task<HashSet<string>> NamesAsync(string path, string field, CancellationToken stop)
    {
        lock (_lock)
        {
            if (_asked.TryGetValue(path, out var last)
                && !last.Names.IsFaulted
                && options.Time.GetElapsedTime(last.At) < options.DiscoveryInterval / 2)
            {
                return last.Names;
            }
            var names = AskAsync(path, field, stop);
            _asked[path] = (options.Time.GetTimestamp(), names);
            return names;
        }
    }

    async Task<HashSet<string>> AskAsync(string path, string field, CancellationToken stop)
    {
        var decoder = new TextsOfField(field);
        try
        {
            using var answer = await AnswerFeed.OpenAsync(client, path, options.IdleLimit, options.Time, stop);
            while (await answer.ReadAsync(decoder))
            {
            }
        }
        catch (KubernetesApiException e) when (e.Status == HttpStatusCode.NotFound)
        {
            // Nothing is served there.
        }
        return decoder.Found;
    }

    /// <summary>Collects what a field holds, wherever it stands.</summary>
    sealed class TextsOfField(string field) : TokenDecoder
    {
        bool _isNext;

        public HashSet<string> Found { get; } = new(StringComparer.Ordinal);

        public override void Accept(ref Utf8JsonReader reader)
        {
            if (_isNext && reader.TokenType == JsonTokenType.String) Found.Add(reader.GetString()!);
            _isNext = reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(field);
        }
    }
}

using System.Net;
using System.Text.Json;
using Merlon.Kubernetes.Decoding;
using Merlon.Kubernetes.Http;

namespace Merlon.Kubernetes.Watching;

/// <summary>Finds out which resources a server serves.</summary>
sealed class ApiDiscovery(KubernetesClient client, WatchOptions options)
{
    /// <summary>Whether the server serves the resource.</summary>
    public async Task<bool> IsServedAsync(ApiResource resource, CancellationToken stop)
    {
        var decoder = new ResourceNames();
        try
        {
            using var answer = await AnswerFeed.OpenAsync(
                client, resource.VersionPath, options.IdleLimit, options.Time, stop);
            while (await answer.ReadAsync(decoder))
            {
            }
        }
        catch (KubernetesApiException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return false;
        }
        return decoder.Names.Contains(resource.Plural);
    }

    /// <summary>Collects the names in an <c>APIResourceList</c>.</summary>
    sealed class ResourceNames : TokenDecoder
    {
        bool _isName;

        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        public override void Accept(ref Utf8JsonReader reader)
        {
            if (reader.CurrentDepth != 3) return;
            if (reader.TokenType == JsonTokenType.PropertyName) _isName = reader.ValueTextEquals("name"u8);
            else if (_isName && reader.TokenType == JsonTokenType.String) Names.Add(reader.GetString()!);
        }
    }
}

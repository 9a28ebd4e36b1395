using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Merlon.Kubernetes.Decoding;
using Merlon.Kubernetes.Http;

namespace Merlon.Kubernetes.Watching;

/// <summary>Lists all objects of a resource, in pages.</summary>
sealed class ObjectLister(KubernetesClient client, WatchOptions options)
{
    /// <summary>What the server's cache has, however old.</summary>
    public const string AnyVersion = "0";

    /// <param name="resource">What to list.</param>
    /// <param name="notOlderThan">A version that the list has to reach, from the server's cache; null for the most
    /// recent state.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<ObjectList> ListAsync(ApiResource resource, string? notOlderThan, CancellationToken stop)
    {
        var version = notOlderThan is null
            ? ""
            : $"&resourceVersion={Uri.EscapeDataString(notOlderThan)}&resourceVersionMatch=NotOlderThan";
        try
        {
            return await ListPagesAsync(resource, $"limit={options.PageSize}{version}", stop);
        }
        catch (PageExpiredException)
        {
            // The pages grew too old while they were read. In one piece, the list cannot.
            return await ListPagesAsync(resource, "", stop);
        }
    }

    async Task<ObjectList> ListPagesAsync(ApiResource resource, string query, CancellationToken stop)
    {
        var objects = ImmutableArray.CreateBuilder<ObjectChange.Put>();
        var page = await ReadPageAsync(resource, query, objects, stop);
        var version = page.ResourceVersion ?? "";
        while (page.Continue is { } next)
        {
            try
            {
                // The token tells the version: naming one beside it is an error.
                query = $"limit={options.PageSize}&continue={Uri.EscapeDataString(next)}";
                page = await ReadPageAsync(resource, query, objects, stop);
            }
            catch (KubernetesApiException e) when (e.Status == HttpStatusCode.Gone)
            {
                throw new PageExpiredException();
            }
        }
        return new ObjectList(objects.DrainToImmutable(), version);
    }

    async Task<ListDecoder> ReadPageAsync(
        ApiResource resource, string query, ImmutableArray<ObjectChange.Put>.Builder objects, CancellationToken stop)
    {
        var decoder = new ListDecoder(resource, objects);
        var path = query.Length == 0 ? resource.Path : $"{resource.Path}?{query}";
        using var answer = await AnswerFeed.OpenAsync(client, path, options.IdleLimit, options.Time, stop);
        while (await answer.ReadAsync(decoder))
        {
        }
        if (!decoder.IsComplete) throw new JsonException("the list ends in the middle");
        return decoder;
    }

    sealed class PageExpiredException : Exception;
}

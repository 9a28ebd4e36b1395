using System.Collections.Immutable;
using System.Net;
using Merlon.Kubernetes.Watching;

namespace Merlon.Kubernetes;

/// <summary>
/// Reads a cluster once, the most recent state of each resource. An API that is not installed has no objects; what may
/// not be read, or fails again and again, is named.
/// </summary>
/// <param name="client">The server.</param>
/// <param name="options">Page size, waits and limits.</param>
public sealed class ClusterReader(KubernetesClient client, WatchOptions? options = null)
{
    const int AtOnce = 4;
    const int MaxTries = 5;

    readonly WatchOptions _options = options ?? new WatchOptions();

    /// <exception cref="KubernetesApiException">The server refuses the credentials.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    /// <exception cref="ClusterAccessException">There are no credentials to ask with.</exception>
    public async Task<ClusterContents> ReadAsync(IEnumerable<ApiResource> resources, CancellationToken stop)
    {
        var asked = resources.ToImmutableArray();
        var found = new Answer[asked.Length];
        await Parallel.ForAsync(
            0,
            asked.Length,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop },
            async (i, token) => found[i] = await ReadAsync(asked[i], token));
        var served = found.Where(answer => answer.Objects is not null).Select(answer => answer.Resource).ToList();
        return new ClusterContents(
            [.. found.Where(answer => !IsCopy(answer.Resource, served)).SelectMany(answer => answer.Objects ?? [])],
            [
                .. found.Where(answer => answer.Reason is not null)
                    .Select(answer => new UnreadResource(answer.Resource, answer.Reason!)),
            ]);
    }

    // Where Calico's own API is served, its storage is served too: every object of it would come twice.
    static bool IsCopy(ApiResource resource, List<ApiResource> served) => served.Any(resource.IsStorageOf);

    async Task<Answer> ReadAsync(ApiResource resource, CancellationToken stop)
    {
        var lister = new ObjectLister(client, _options);
        var backOff = new BackOff(
            _options.FirstDelay, _options.LongestDelay, _options.Seed is { } seed ? new Random(seed) : new Random());
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new Answer(resource, (await lister.ListAsync(resource, notOlderThan: null, stop)).Objects, null);
            }
            catch (KubernetesApiException e) when (e.Status == HttpStatusCode.NotFound)
            {
                return new Answer(resource, null, null);
            }
            catch (KubernetesApiException e) when (IsPassing(e.Status) && tries < MaxTries)
            {
                await Task.Delay(backOff.Next(e.RetryAfter), _options.Time, stop);
            }
            catch (KubernetesApiException e) when (e.Status != HttpStatusCode.Unauthorized)
            {
                return new Answer(resource, null, e.Message);
            }
        }
    }

    static bool IsPassing(HttpStatusCode status) =>
        status == HttpStatusCode.TooManyRequests || (int)status >= 500;

    // Neither objects nor a reason: the API is not installed.
    sealed record Answer(ApiResource Resource, ImmutableArray<ObjectChange.Put>? Objects, string? Reason);
}

using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Merlon.Kubernetes.Access;
using Merlon.Kubernetes.Decoding;
using Merlon.Kubernetes.Http;

namespace Merlon.Kubernetes.Watching;

/// <summary>Lists one resource, then watches it, for ever.</summary>
sealed class ResourceWatch
{
    readonly KubernetesClient _client;
    readonly WatchOptions _options;
    readonly ChannelWriter<ObjectChange> _changes;
    readonly Random _random;
    readonly BackOff _backOff;
    readonly ObjectLister _lister;
    readonly ApiDiscovery _discovery;

    // Where the watch resumes; null where only a list can tell.
    string? _version;
    string? _listNotOlderThan = ObjectLister.AnyVersion;
    bool _isMissing;
    volatile WatchState _state;

    public ResourceWatch(
        KubernetesClient client,
        ApiResource resource,
        WatchOptions options,
        ChannelWriter<ObjectChange> changes,
        Random random)
    {
        (_client, _options, _changes, _random) = (client, options, changes, random);
        _backOff = new BackOff(options.FirstDelay, options.LongestDelay, random);
        _lister = new ObjectLister(client, options);
        _discovery = new ApiDiscovery(client, options);
        _state = new WatchState(resource);
    }

    public WatchState State => _state;

    ApiResource Resource => _state.Resource;

    // A watch that lasts this long is in order, however it ends.
    TimeSpan Steady => _options.FirstDelay * 10;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var (started, changes) = (_options.Time.GetTimestamp(), _state.Changes);
            Exception? failure = null;
            try
            {
                if (_version is null) await ListAsync(stop);
                await WatchAsync(stop);
            }
            catch (Exception e) when (IsExpected(e) && !stop.IsCancellationRequested)
            {
                failure = e;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            var lasted = _options.Time.GetElapsedTime(started) >= Steady;
            if (lasted || _state.Changes > changes) _backOff.Reset();
            _state = _state with { IsConnected = false };
            await RecoverAsync(failure, lasted, stop);
        }
    }

    static bool IsExpected(Exception e) => e is KubernetesApiException or HttpRequestException or IOException
        or TimeoutException or JsonException or ClusterAccessException;

    async Task RecoverAsync(Exception? failure, bool lasted, CancellationToken stop)
    {
        if (failure is not null) Failed(failure);
        try
        {
            switch (failure)
            {
                case null when lasted:
                    return;
                case KubernetesApiException { Status: HttpStatusCode.NotFound }:
                    await MissingAsync(stop);
                    return;
                case KubernetesApiException { IsVersionTooNew: true } or JsonException:
                    (_listNotOlderThan, _version) = (null, null);
                    break;
                case KubernetesApiException { Status: HttpStatusCode.Gone }:
                    (_listNotOlderThan, _version) = (_version, null);
                    if (lasted) return;
                    break;
                default:
                    break;
            }
            await WaitAsync(_backOff.Next((failure as KubernetesApiException)?.RetryAfter), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The loop ends.
        }
    }

    async Task ListAsync(CancellationToken stop)
    {
        var list = await _lister.ListAsync(Resource, _listNotOlderThan, stop);
        await _changes.WriteAsync(new ObjectChange.Relisted(Resource, list.Objects), stop);
        _version = list.ResourceVersion;
        _isMissing = false;
        Heard(_state with { IsSynced = true, IsAbsent = false, Lists = _state.Lists + 1 });
    }

    async Task WatchAsync(CancellationToken stop)
    {
        var seconds = (int)(_options.ServerTimeout.TotalSeconds * (1 + _random.NextDouble()));
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"{Resource.Path}?watch=true&allowWatchBookmarks=true&timeoutSeconds={seconds}&resourceVersion={Uri.EscapeDataString(_version ?? "")}");
        var decoder = new WatchDecoder(Resource);
        using var answer = await AnswerFeed.OpenAsync(_client, path, _options.IdleLimit, _options.Time, stop);
        Heard(_state with { IsConnected = true, Watches = _state.Watches + 1 });
        while (await answer.ReadAsync(decoder))
        {
            Heard(_state);
            while (decoder.Events.TryDequeue(out var found)) await TakeAsync(found, stop);
        }
    }

    async ValueTask TakeAsync(WatchEvent found, CancellationToken stop)
    {
        switch (found)
        {
            case WatchEvent.Changed changed:
                await _changes.WriteAsync(changed.Change, stop);
                _version = changed.ResourceVersion;
                _state = _state with { Changes = _state.Changes + 1 };
                break;
            case WatchEvent.Bookmark bookmark:
                // The server was put back to an older state: it would be silent until it is past this version again.
                if (IsOlder(bookmark.ResourceVersion, _version)) throw KubernetesApiException.VersionTooNew();
                _version = bookmark.ResourceVersion;
                break;
            case WatchEvent.Failed failed:
                throw new KubernetesApiException((HttpStatusCode)failed.Code, failed.Message);
            default:
                throw new InvalidOperationException($"{found.GetType()} is no event that is known");
        }
    }

    static bool IsOlder(string version, string? known) =>
        ulong.TryParse(version, out var number) && ulong.TryParse(known, out var before) && number < before;

    // A server that starts may not know all its APIs yet: what was there counts as gone at the second look only.
    async Task MissingAsync(CancellationToken stop)
    {
        if (_state is { IsSynced: true, IsAbsent: false } && !_isMissing)
        {
            _isMissing = true;
            await WaitAsync(_backOff.Next(), stop);
            return;
        }
        if (!_state.IsAbsent)
        {
            await _changes.WriteAsync(new ObjectChange.Absent(Resource), stop);
            Heard(_state with { IsSynced = true, IsAbsent = true });
        }
        (_version, _listNotOlderThan) = (null, null);
        do
        {
            await WaitAsync(_options.DiscoveryInterval * (1 + _random.NextDouble()), stop);
        }
        while (!await IsServedAsync(stop));
    }

    // What cannot be asked counts as served: the list will tell.
    async Task<bool> IsServedAsync(CancellationToken stop)
    {
        try
        {
            var isServed = await _discovery.IsServedAsync(Resource, stop);
            Heard(_state);
            return isServed;
        }
        catch (Exception e) when (IsExpected(e) && !stop.IsCancellationRequested)
        {
            Failed(e);
            return true;
        }
    }

    void Heard(WatchState state) => _state = state with { LastContact = _options.Time.GetUtcNow(), LastError = null };

    void Failed(Exception e) => _state = _state with { LastError = e.Message, Failures = _state.Failures + 1 };

    Task WaitAsync(TimeSpan delay, CancellationToken stop) => Task.Delay(delay, _options.Time, stop);
}

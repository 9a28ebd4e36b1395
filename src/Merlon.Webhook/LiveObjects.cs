using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Kubernetes;
using Merlon.Manifests;

namespace Merlon.Webhook;

/// <summary>The objects of the cluster around a change, as its API server tells them.</summary>
/// <param name="client">The server; not disposed of.</param>
/// <param name="options">How to watch.</param>
sealed class LiveObjects(KubernetesClient client, WatchOptions? options = null)
{
    readonly ClusterWatch _watch = new(
        client, [.. KnownResources.Endpoints, .. KnownResources.Services, .. KnownResources.Policies], options);

    readonly Lock _lock = new();
    readonly Dictionary<(ApiResource Resource, string? Namespace, string Name), ObjectChange.Put> _objects = [];
    ImmutableArray<SourceText> _sources = [];
    bool _isOld;

    /// <summary>Whether of every kind of object it is known what there is, or that this cannot be known.</summary>
    public bool IsReady => _watch.States.All(state => state.IsSynced || state.Failures > 0);

    /// <summary>The kinds that the server does not tell.</summary>
    public ImmutableArray<UnreadDocument> Unread =>
    [
        .. from state in _watch.States
           where !state.IsSynced
           select new UnreadDocument(
               state.LastError ?? "not known yet", new SourceLocation($"{state.Resource}", 0, 0), state.Resource.Kind, null, null),
    ];

    /// <summary>Follows the cluster until cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var watching = _watch.RunAsync(stop);
        await foreach (var change in _watch.Changes.ReadAllAsync(stop)) Apply(change);
        await watching;
    }

    /// <summary>The objects by name. Equal as long as nothing changes.</summary>
    public ImmutableArray<SourceText> Read()
    {
        lock (_lock)
        {
            if (!_isOld) return _sources;
            var served = _objects.Keys.Select(key => key.Resource).Distinct().ToList();
            _sources =
            [
                .. _objects.Values.Where(put => !served.Any(put.Resource.IsStorageOf))
                    .Select(put => put.ToSource())
                    .OrderBy(source => source.Name, StringComparer.Ordinal),
            ];
            _isOld = false;
            return _sources;
        }
    }

    void Apply(ObjectChange change)
    {
        lock (_lock)
        {
            _isOld = true;
            switch (change)
            {
                case ObjectChange.Put put:
                    Keep(put);
                    break;
                case ObjectChange.Gone gone:
                    _objects.Remove((gone.Resource, gone.Namespace, gone.Name));
                    break;
                case ObjectChange.Relisted list:
                    RemoveAll(list.Resource);
                    foreach (var put in list.All) Keep(put);
                    break;
                case ObjectChange.Absent absent:
                    RemoveAll(absent.Resource);
                    break;
                default:
                    throw new InvalidOperationException($"{change} is no change that is known.");
            }
        }
    }

    void Keep(ObjectChange.Put put) => _objects[(put.Resource, put.Namespace, put.Name)] = put;

    void RemoveAll(ApiResource resource)
    {
        foreach (var key in _objects.Keys.Where(key => key.Resource == resource).ToList()) _objects.Remove(key);
    }
}

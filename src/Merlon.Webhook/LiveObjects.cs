using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Kubernetes;
using Merlon.Manifests;

namespace Merlon.Webhook;

/// <summary>The objects of the cluster around a change, as its API server tells them.</summary>
sealed class LiveObjects
{
    readonly ClusterWatch _watch;
    readonly Lock _lock = new();
    readonly ObjectStore<ObjectChange.Put> _objects;
    ImmutableArray<SourceText> _sources = [];
    bool _isOld;

    /// <param name="client">The server; not disposed of.</param>
    /// <param name="options">How to watch.</param>
    public LiveObjects(KubernetesClient client, WatchOptions? options = null)
    {
        _watch = new ClusterWatch(client, [.. KnownResources.Endpoints, .. KnownResources.Services, .. KnownResources.Policies], options);
        _objects = new ObjectStore<ObjectChange.Put>(
            (put, _) => (new ObjectName(put.Namespace ?? "", put.Name), put), (_, _, _) => _isOld = true, (_, _, _) => _isOld = true);
    }

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
            _sources = [.. _objects.Shown.Select(put => put.ToSource()).OrderBy(source => source.Name, StringComparer.Ordinal)];
            _isOld = false;
            return _sources;
        }
    }

    void Apply(ObjectChange change)
    {
        lock (_lock) _objects.Take(change);
    }
}

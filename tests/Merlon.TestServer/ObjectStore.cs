using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Merlon.TestServer;

/// <summary>The objects of a cluster, each change with a version of its own, and the history since the last
/// compaction.</summary>
public sealed class ObjectStore
{
    readonly Lock _lock = new();
    readonly Dictionary<ServedResource, SortedDictionary<string, StoredObject>> _objects = [];
    readonly List<StoredEvent> _history = [];
    readonly Dictionary<(ServedResource, long), IReadOnlyList<StoredObject>> _snapshots = [];
    readonly List<Subscription> _watchers = [];
    long _version = 1000;
    long _compacted;
    int _uids;

    public long Version
    {
        get { lock (_lock) return _version; }
    }

    public StoredObject? Find(ServedResource resource, string @namespace, string name)
    {
        lock (_lock) return Of(resource).GetValueOrDefault($"{@namespace}/{name}");
    }

    public IReadOnlyList<StoredObject> All(ServedResource resource)
    {
        lock (_lock) return [.. Of(resource).Values];
    }

    /// <summary>Stores the object, new or in place of another; its metadata is completed.</summary>
    public StoredObject Put(ServedResource resource, string @namespace, string name, JsonObject content)
    {
        lock (_lock)
        {
            var known = Of(resource).GetValueOrDefault($"{@namespace}/{name}");
            var metadata = Metadata(content);
            metadata["name"] = name;
            if (resource.IsNamespaced) metadata["namespace"] = @namespace;
            metadata["uid"] = known?.Uid ?? $"00000000-0000-4000-8000-{++_uids:x12}";
            metadata["creationTimestamp"] ??= "2026-01-01T00:00:00Z";
            content.Remove("apiVersion");
            content.Remove("kind");
            content.Insert(0, "apiVersion", resource.GroupVersion);
            content.Insert(1, "kind", resource.Kind);
            return Store(resource, known is null ? "ADDED" : "MODIFIED", @namespace, name, content);
        }
    }

    /// <summary>Removes the object; false where there is none.</summary>
    public bool Delete(ServedResource resource, string @namespace, string name)
    {
        lock (_lock)
        {
            if (Of(resource).GetValueOrDefault($"{@namespace}/{name}") is not { } known) return false;
            Store(resource, "DELETED", @namespace, name, Parse(known));
            return true;
        }
    }

    /// <summary>Forgets history: watches and pages from before are answered with 410.</summary>
    public void Compact()
    {
        lock (_lock)
        {
            _compacted = _version;
            _history.Clear();
            _snapshots.Clear();
        }
    }

    /// <summary>The objects at a version that is kept for pages, now where none is named.</summary>
    public (long Version, IReadOnlyList<StoredObject> Objects) Snapshot(ServedResource resource, long? version, bool keep)
    {
        lock (_lock)
        {
            if (version is { } kept)
            {
                return _snapshots.TryGetValue((resource, kept), out var found)
                    ? (kept, found)
                    : throw StatusException.Expired();
            }
            IReadOnlyList<StoredObject> now = [.. Of(resource).Values];
            if (keep) _snapshots[(resource, _version)] = now;
            return (_version, now);
        }
    }

    /// <summary>What happened after a version, and what happens from now on.</summary>
    public Subscription Watch(ServedResource resource, long after)
    {
        lock (_lock)
        {
            if (after < _compacted) throw StatusException.Expired();
            var watcher = new Subscription(this, resource);
            foreach (var old in _history.Where(old => old.Resource == resource && old.Version > after)) watcher.Add(old);
            _watchers.Add(watcher);
            return watcher;
        }
    }

    /// <summary>The oldest version that watches can start from.</summary>
    public long Oldest
    {
        get { lock (_lock) return _compacted; }
    }

    public static JsonObject Parse(StoredObject stored) => JsonNode.Parse(stored.Json)!.AsObject();

    StoredObject Store(ServedResource resource, string type, string @namespace, string name, JsonObject content)
    {
        var metadata = Metadata(content);
        metadata["resourceVersion"] = $"{++_version}";
        var json = System.Text.Encoding.UTF8.GetBytes(content.ToJsonString());
        var stored = new StoredObject(@namespace, name, metadata["uid"]!.GetValue<string>(), _version, json);
        if (type == "DELETED") Of(resource).Remove(stored.Key);
        else Of(resource)[stored.Key] = stored;
        var found = new StoredEvent(type, resource, stored);
        _history.Add(found);
        foreach (var watcher in _watchers.Where(watcher => watcher.Resource == resource)) watcher.Add(found);
        return stored;
    }

    SortedDictionary<string, StoredObject> Of(ServedResource resource)
    {
        if (_objects.TryGetValue(resource, out var known)) return known;
        return _objects[resource] = new SortedDictionary<string, StoredObject>(StringComparer.Ordinal);
    }

    static JsonObject Metadata(JsonObject content)
    {
        if (content["metadata"] is JsonObject metadata) return metadata;
        content["metadata"] = metadata = [];
        return metadata;
    }

    /// <summary>The events of one watch.</summary>
    public sealed class Subscription(ObjectStore store, ServedResource resource) : IDisposable
    {
        readonly Channel<StoredEvent> _events = Channel.CreateUnbounded<StoredEvent>();

        public ServedResource Resource => resource;

        public ChannelReader<StoredEvent> Events => _events.Reader;

        /// <summary>The version of now; null where an event before it is still to be told.</summary>
        public long? Bookmark()
        {
            lock (store._lock) return _events.Reader.Count == 0 ? store._version : null;
        }

        internal void Add(StoredEvent found) => _events.Writer.TryWrite(found);

        public void Dispose()
        {
            lock (store._lock) store._watchers.Remove(this);
        }
    }
}

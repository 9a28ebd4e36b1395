namespace Merlon.Kubernetes;

/// <summary>
/// What a watch tells, kept by name: a change is told on at once. That an object is gone says nothing of another one that
/// came since under its name. Where an API is served, the resource that keeps its objects may be served too: what that
/// tells is kept and not told on, as long as the API is there. It has one owner.
/// </summary>
/// <typeparam name="T">What is kept of an object.</typeparam>
public sealed class ObjectStore<T> where T : class
{
    readonly Func<ObjectChange.Put, T?, (ObjectName Name, T Kept)?> _read;
    readonly Action<ApiResource, ObjectName, T> _shown;
    readonly Action<ApiResource, ObjectName, T> _hidden;
    readonly Dictionary<ApiResource, Table> _tables = [];

    /// <param name="read">What to keep of an object, and under which name, which equals its own; it is given what was kept
    /// before. Null leaves things as they are.</param>
    /// <param name="shown">Is told of an object that is there, new or changed.</param>
    /// <param name="hidden">Is told of an object that was shown and is gone.</param>
    public ObjectStore(
        Func<ObjectChange.Put, T?, (ObjectName Name, T Kept)?> read,
        Action<ApiResource, ObjectName, T> shown,
        Action<ApiResource, ObjectName, T> hidden) => (_read, _shown, _hidden) = (read, shown, hidden);

    /// <summary>The objects that are there, in no particular order.</summary>
    public IEnumerable<T> Shown => _tables.Values.Where(table => !table.IsCopy)
        .SelectMany(table => table.Objects.Values, (_, entry) => entry.Kept);

    /// <summary>
    /// Whether all objects of a resource were seen once: there, or where its API keeps them, which can be asked while that
    /// API's own server is not there.
    /// </summary>
    public bool IsComplete(ApiResource resource) =>
        (_tables.TryGetValue(resource, out var table) && table.IsComplete)
        || _tables.Any(entry => entry.Value.IsServed && entry.Key.IsStorageOf(resource));

    public void Take(ObjectChange change)
    {
        var (resource, table) = (change.Resource, TableOf(change.Resource));
        switch (change)
        {
            case ObjectChange.Put put:
                Put(table, put);
                break;
            case ObjectChange.Gone gone:
                var name = NameOf(gone.Namespace, gone.Name);
                if (table.Objects.TryGetValue(name, out var known) && known.Uid == new ObjectUid(gone.Uid)) Remove(resource, table, name);
                break;
            case ObjectChange.Relisted list:
                var listed = list.All.Select(one => NameOf(one.Namespace, one.Name)).ToHashSet();
                foreach (var old in table.Objects.Keys.Where(old => !listed.Contains(old)).ToList()) Remove(resource, table, old);
                table.Objects.EnsureCapacity(list.All.Length);
                foreach (var one in list.All) Put(table, one);
                Complete(resource, table, isServed: true);
                break;
            case ObjectChange.Absent:
                foreach (var old in table.Objects.Keys.ToList()) Remove(resource, table, old);
                Complete(resource, table, isServed: false);
                break;
            default:
                throw new InvalidOperationException($"Nothing is known of a {change.GetType().Name}.");
        }
    }

    void Put(Table table, ObjectChange.Put put)
    {
        var before = table.Objects.TryGetValue(NameOf(put.Namespace, put.Name), out var known) ? known.Kept : null;
        if (_read(put, before) is not var (name, kept)) return;
        table.Objects[name] = new Entry(new ObjectUid(put.Uid), kept);
        if (!table.IsCopy) _shown(put.Resource, name, kept);
    }

    void Remove(ApiResource resource, Table table, ObjectName name)
    {
        if (table.Objects.Remove(name, out var entry) && !table.IsCopy) _hidden(resource, name, entry.Kept);
    }

    void Complete(ApiResource resource, Table table, bool isServed)
    {
        (table.IsComplete, table.IsServed) = (true, isServed);
        foreach (var (copied, copy) in _tables)
        {
            if (!copied.IsStorageOf(resource) || copy.IsCopy == isServed) continue;
            copy.IsCopy = isServed;
            foreach (var (name, entry) in copy.Objects) (isServed ? _hidden : _shown)(copied, name, entry.Kept);
        }
    }

    Table TableOf(ApiResource resource)
    {
        if (_tables.TryGetValue(resource, out var table)) return table;
        table = new Table { IsCopy = _tables.Any(entry => entry.Value.IsServed && resource.IsStorageOf(entry.Key)) };
        _tables.Add(resource, table);
        return table;
    }

    static ObjectName NameOf(string? @namespace, string name) => new(@namespace ?? "", name);

    readonly record struct Entry(ObjectUid Uid, T Kept);

    sealed class Table
    {
        public Dictionary<ObjectName, Entry> Objects { get; } = [];

        /// <summary>Whether all objects were seen once.</summary>
        public bool IsComplete { get; set; }

        /// <summary>Whether the API is there.</summary>
        public bool IsServed { get; set; }

        /// <summary>Whether another resource that is served has the same objects.</summary>
        public bool IsCopy { get; set; }
    }
}

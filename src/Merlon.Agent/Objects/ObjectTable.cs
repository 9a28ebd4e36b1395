using System.Collections.Immutable;
using Merlon.Kubernetes;
using Merlon.Manifests;
using Merlon.Resources;

namespace Merlon.Agent.Objects;

/// <summary>
/// All objects that are known, by name. What changes is told on at once; what is told again is not. What cannot be read
/// opens nothing: a NetworkPolicy is stood in for, of anything else the last version counts that could be read.
/// </summary>
/// <param name="put">Is told of an object that is there, new or changed.</param>
/// <param name="removed">Is told of an object that is gone.</param>
sealed class ObjectTable(Action<ObjectKey, object> put, Action<ObjectKey, object> removed)
{
    readonly Dictionary<ObjectKey, KnownObject> _objects = [];
    readonly HashSet<ApiResource> _complete = [];
    readonly HashSet<ApiResource> _served = [];
    readonly Dictionary<ApiResource, string> _names = [];
    readonly HashSet<string> _copies = new(StringComparer.Ordinal);
    readonly PodSharing _sharing = new();
    readonly SortedDictionary<string, (UnreadDocument Document, bool IsKnown)> _unread = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether all objects of a resource were seen once: there, or where its API keeps them, which can be asked while that
    /// API's own server is not there.
    /// </summary>
    public bool IsComplete(ApiResource resource) =>
        _complete.Contains(resource) || _served.Any(served => served.IsStorageOf(resource));

    /// <summary>The objects whose newest version cannot be read.</summary>
    public ImmutableArray<UnreadDocument> Unread => [.. _unread.Values.Select(entry => entry.Document)];

    /// <summary>Those of them of which no version could ever be read, and for which nothing stands in.</summary>
    public ImmutableArray<UnreadDocument> Unknown => [.. _unread.Values.Where(entry => !entry.IsKnown).Select(entry => entry.Document)];

    /// <summary>All objects as they were told.</summary>
    public IEnumerable<SourceText> Sources =>
        _objects.Where(entry => !IsCopy(entry.Key)).Select(entry => SourceOf(entry.Value)).OfType<SourceText>();

    /// <summary>Takes a complete set of objects in place of all before.</summary>
    public void Replace(ResourceSet resources)
    {
        var all = All(resources).ToDictionary(entry => entry.Key, entry => entry.Resource);
        foreach (var key in _objects.Keys.Where(key => !all.ContainsKey(key)).ToList()) Remove(key);
        foreach (var (key, resource) in all) Keep(key, new KnownObject(resource, default, null, null));
    }

    public void Take(ObjectChange change)
    {
        switch (change)
        {
            case ObjectChange.Put one:
                Take(one);
                break;
            case ObjectChange.Gone gone:
                // Of another object of the same name, which came since, nothing is said.
                var key = KeyOf(gone.Resource, gone.Namespace, gone.Name);
                if (_objects.TryGetValue(key, out var known) && known.Uid == new ObjectUid(gone.Uid)) Remove(key);
                break;
            case ObjectChange.Relisted list:
                Take(list.Resource, list.All);
                SetServed(list.Resource, true);
                break;
            case ObjectChange.Absent absent:
                Take(absent.Resource, []);
                SetServed(absent.Resource, false);
                break;
            default:
                throw new InvalidOperationException($"Nothing is known of a {change.GetType().Name}.");
        }
    }

    void Take(ApiResource resource, ImmutableArray<ObjectChange.Put> all)
    {
        var name = NameOf(resource);
        var listed = all.Select(one => KeyOf(resource, one.Namespace, one.Name)).ToHashSet();
        foreach (var key in _objects.Keys.Where(key => key.Resource == name && !listed.Contains(key)).ToList()) Remove(key);
        _objects.EnsureCapacity(_objects.Count + all.Length);
        foreach (var one in all) Take(one);
        _complete.Add(resource);
    }

    void Take(ObjectChange.Put one)
    {
        var (key, uid) = (KeyOf(one.Resource, one.Namespace, one.Name), new ObjectUid(one.Uid));
        var source = one.ToSource();
        var manifests = ManifestReader.Read([source]);
        var before = _objects.GetValueOrDefault(key);
        if (manifests.Resources.Pods is [var pod])
        {
            // They are many: what was told is not kept beside what was read.
            var shared = _sharing.Share(pod);
            Keep(new ObjectKey(key.Resource, shared.Meta.Namespace, shared.Meta.Name), new KnownObject(shared, uid, null, null));
        }
        else if (All(manifests.Resources).Select(entry => entry.Resource).FirstOrDefault() is { } resource)
        {
            Keep(key, new KnownObject(resource, uid, source, null));
        }
        else if (manifests.Unread is [var unread, ..])
        {
            var standIn = UnreadPolicies.CanIsolate(unread) ? UnreadPolicies.StandIn(unread) : before?.Resource;
            Keep(key, new KnownObject(standIn, uid, source, unread));
        }
    }

    static SourceText? SourceOf(KnownObject known) => known is { Source: null, Resource: PodResource pod }
        ? new SourceText($"pods/{pod.Meta.QualifiedName}", PodJson.Write(pod)) { IsStored = true }
        : known.Source;

    void Keep(ObjectKey key, KnownObject known)
    {
        _objects[key] = known;
        if (!IsCopy(key)) Show(key, known);
    }

    void Remove(ObjectKey key)
    {
        if (_objects.Remove(key, out var known) && !IsCopy(key)) Hide(key, known);
    }

    bool IsCopy(ObjectKey key) => _copies.Contains(key.Resource);

    // Where an API is served, its storage may be served too, as resources of their own.
    void SetServed(ApiResource resource, bool isServed)
    {
        if (isServed) _served.Add(resource);
        else _served.Remove(resource);
        foreach (var copy in KnownResources.Policies.Where(other => other.IsStorageOf(resource)).Select(NameOf))
        {
            if (isServed ? !_copies.Add(copy) : !_copies.Remove(copy)) continue;
            foreach (var (key, known) in _objects.Where(entry => entry.Key.Resource == copy))
            {
                if (isServed) Hide(key, known);
                else Show(key, known);
            }
        }
    }

    void Show(ObjectKey key, KnownObject known)
    {
        Note(key, known.Unread, known.Resource is not null);
        if (known.Resource is not null) put(key, known.Resource);
    }

    void Hide(ObjectKey key, KnownObject known)
    {
        Note(key, null, isKnown: false);
        if (known.Resource is not null) removed(key, known.Resource);
    }

    void Note(ObjectKey key, UnreadDocument? unread, bool isKnown)
    {
        if (unread is null && _unread.Count == 0) return;
        var name = key.ToString();
        if (unread is null) _unread.Remove(name);
        else _unread[name] = (unread, isKnown);
    }

    ObjectKey KeyOf(ApiResource resource, string? @namespace, string name) => new(NameOf(resource), @namespace ?? "", name);

    string NameOf(ApiResource resource) =>
        _names.TryGetValue(resource, out var name) ? name : _names[resource] = resource.ToString();

    static IEnumerable<(ObjectKey Key, object Resource)> All(ResourceSet resources) =>
    [
        .. resources.Namespaces.Select(ns => (KeyOf("namespaces", ns.Meta), (object)ns)),
        .. resources.Nodes.Select(node => (KeyOf("nodes", node.Meta), (object)node)),
        .. resources.Pods.Select(pod => (KeyOf("pods", pod.Meta), (object)pod)),
        .. resources.ServiceAccounts.Select(account => (KeyOf("serviceaccounts", account.Meta), (object)account)),
        .. resources.Services.Select(service => (KeyOf("services", service.Meta), (object)service)),
        .. resources.EndpointSlices.Select(slice => (KeyOf("endpointslices", slice.Meta), (object)slice)),
        .. resources.NetworkSets.Select(set => (KeyOf(set.Kind, set.Meta), (object)set)),
        .. resources.HostEndpoints.Select(host => (KeyOf("hostendpoints", host.Meta), (object)host)),
        .. resources.Failsafes.Select(ports => (KeyOf(FailsafeResource.KindName, ports.Meta), (object)ports)),
        .. resources.AutoHostEndpoints.Select(automatic => (KeyOf(AutoHostEndpoints.KindName, automatic.Meta), (object)automatic)),
        .. resources.Policies.Select(policy => (KeyOf($"{policy.GetType().Name} {policy.Kind}", policy.Meta), (object)policy)),
    ];

    static ObjectKey KeyOf(string resource, ObjectMeta meta) => new(resource, meta.Namespace, meta.Name);
}

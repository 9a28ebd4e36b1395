using System.Collections.Immutable;
using Merlon.Kubernetes;
using Merlon.Manifests;
using Merlon.Resources;

namespace Merlon.Agent.Objects;

/// <summary>
/// All objects that are known, from a folder or from a server. What changes is told on at once; what is told again is
/// not. What cannot be read opens nothing: a NetworkPolicy is stood in for, of anything else the last version counts that
/// could be read.
/// </summary>
sealed class ObjectTable
{
    readonly Action<ObjectKey, object> _put;
    readonly Action<ObjectKey, object> _removed;
    readonly Dictionary<ObjectKey, object> _written = [];
    readonly ObjectStore<KnownObject> _told;
    readonly Dictionary<ApiResource, string> _names = [];
    readonly PodSharing _sharing = new();
    readonly SortedDictionary<string, (UnreadDocument Document, bool IsKnown)> _unread = new(StringComparer.Ordinal);

    /// <param name="put">Is told of an object that is there, new or changed.</param>
    /// <param name="removed">Is told of an object that is gone.</param>
    public ObjectTable(Action<ObjectKey, object> put, Action<ObjectKey, object> removed) =>
        (_put, _removed, _told) = (put, removed, new ObjectStore<KnownObject>(Read, Show, Hide));

    /// <summary>Whether all objects of a resource were seen once.</summary>
    public bool IsComplete(ApiResource resource) => _told.IsComplete(resource);

    /// <summary>The objects whose newest version cannot be read.</summary>
    public ImmutableArray<UnreadDocument> Unread => [.. _unread.Values.Select(entry => entry.Document)];

    /// <summary>Those of them of which no version could ever be read, and for which nothing stands in.</summary>
    public ImmutableArray<UnreadDocument> Unknown => [.. _unread.Values.Where(entry => !entry.IsKnown).Select(entry => entry.Document)];

    /// <summary>All objects as a server told them.</summary>
    public IEnumerable<SourceText> Sources => _told.Shown.Select(SourceOf).OfType<SourceText>();

    /// <summary>Takes a complete set of objects in place of all that were written before.</summary>
    public void Replace(ResourceSet resources)
    {
        var all = All(resources).ToDictionary(entry => entry.Key, entry => entry.Resource);
        foreach (var key in _written.Keys.Where(key => !all.ContainsKey(key)).ToList())
        {
            if (_written.Remove(key, out var gone)) _removed(key, gone);
        }
        foreach (var (key, resource) in all)
        {
            _written[key] = resource;
            _put(key, resource);
        }
    }

    /// <summary>Takes a change that a server tells.</summary>
    public void Take(ObjectChange change) => _told.Take(change);

    (ObjectName Name, KnownObject Kept)? Read(ObjectChange.Put one, KnownObject? before)
    {
        var name = new ObjectName(one.Namespace ?? "", one.Name);
        var source = one.ToSource();
        var manifests = ManifestReader.Read([source]);
        if (manifests.Resources.Pods is [var pod])
        {
            // They are many: what was told is not kept beside what was read.
            var shared = _sharing.Share(pod);
            return (new ObjectName(shared.Meta.Namespace, shared.Meta.Name), new KnownObject(shared, null, null));
        }
        if (All(manifests.Resources).Select(entry => entry.Resource).FirstOrDefault() is { } resource)
        {
            return (name, new KnownObject(resource, source, null));
        }
        if (manifests.Unread is not [var unread, ..]) return null;
        var standIn = UnreadPolicies.CanIsolate(unread) ? UnreadPolicies.StandIn(unread) : before?.Resource;
        return (name, new KnownObject(standIn, source, unread));
    }

    static SourceText? SourceOf(KnownObject known) => known is { Source: null, Resource: PodResource pod }
        ? new SourceText($"pods/{pod.Meta.QualifiedName}", PodJson.Write(pod)) { IsStored = true }
        : known.Source;

    void Show(ApiResource resource, ObjectName name, KnownObject known)
    {
        var key = KeyOf(resource, name);
        Note(key, known.Unread, known.Resource is not null);
        if (known.Resource is not null) _put(key, known.Resource);
    }

    void Hide(ApiResource resource, ObjectName name, KnownObject known)
    {
        var key = KeyOf(resource, name);
        Note(key, null, isKnown: false);
        if (known.Resource is not null) _removed(key, known.Resource);
    }

    void Note(ObjectKey key, UnreadDocument? unread, bool isKnown)
    {
        if (unread is null && _unread.Count == 0) return;
        var name = key.ToString();
        if (unread is null) _unread.Remove(name);
        else _unread[name] = (unread, isKnown);
    }

    ObjectKey KeyOf(ApiResource resource, ObjectName name) => new(NameOf(resource), name.Namespace, name.Name);

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

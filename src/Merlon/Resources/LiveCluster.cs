using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>
/// Joins resources to endpoints one by one, as they come and go: at any moment the endpoints that
/// <see cref="ClusterBuilder"/> makes of all of them. It has one owner.
/// </summary>
public sealed class LiveCluster
{
    static readonly OwnerIndex NoWorkloads = new(new ResourceSet());

    readonly ServiceAccountIndex _accounts = new(new ResourceSet());
    readonly Dictionary<(string Namespace, string Name), LivePod> _pods = [];
    readonly Dictionary<string, NodeResource> _nodes = new(StringComparer.Ordinal);
    readonly Dictionary<string, Endpoint> _nodeEndpoints = new(StringComparer.Ordinal);
    readonly Dictionary<string, ClusterNamespace> _namespaces = new(StringComparer.Ordinal);
    readonly GroupIndex<LivePod> _byNamespace = new();
    readonly GroupIndex<LivePod> _byNode = new();
    readonly Pool<EndpointId> _workloads = new();
    readonly LiveServices _services;
    readonly Action<Endpoint?, Endpoint?> _replaced;
    readonly SortedDictionary<string, NetworkSetResource> _sets = new(StringComparer.Ordinal);
    readonly LiveHosts _hosts = new();
    ImmutableArray<AddressGroup>? _groups;

    /// <param name="replaced">Is told of every endpoint that is another than before, new, or gone.</param>
    public LiveCluster(Action<Endpoint?, Endpoint?> replaced)
    {
        _replaced = replaced;
        _services = new LiveServices(name => _byNamespace.Of(name).Select(pod => (pod.Resource, pod.Endpoint)));
    }

    /// <summary>The groups of addresses; the same list as long as nothing about them changes.</summary>
    public ImmutableArray<AddressGroup> AddressGroups => _groups ??=
    [
        .. _sets.Values.Select(set => ClusterBuilder.Group(set, set.Meta.Namespace.Length == 0 ? null : HomeOf(set.Meta.Namespace))),
        .. HostEndpoints.Where(host => !host.Addresses.IsEmpty).Select(HostEndpointBuilder.Group),
    ];

    /// <summary>The host endpoints of all nodes; the same list as long as nothing about them changes.</summary>
    public ImmutableArray<HostEndpoint> HostEndpoints => _hosts.Build(_nodeEndpoints.Values);

    /// <summary>The ports of a node that stay open whatever policies of its host endpoints say.</summary>
    public Failsafes FailsafesOf(string node) => _hosts.FailsafesOf(node);

    /// <summary>A pod is there, new or changed.</summary>
    public void Put(PodResource resource)
    {
        var name = (resource.Meta.Namespace, resource.Meta.Name);
        if (!_pods.TryGetValue(name, out var pod)) _pods.Add(name, pod = new LivePod { Resource = resource });
        else RemoveFromGroups(pod);
        var before = pod.Resource.Spec.NodeName;
        pod.Resource = resource;
        _services.Touch(resource.Meta.Namespace);
        _byNamespace.Add(resource.Meta.Namespace, pod);
        if (resource.Spec.NodeName is { } node) _byNode.Add(node, pod);
        RefreshImplied(before);
        RefreshImplied(resource.Spec.NodeName);
        Refresh(pod);
    }

    /// <summary>A pod is gone; nothing where it was not there.</summary>
    public void RemovePod(string @namespace, string name)
    {
        if (!_pods.Remove((@namespace, name), out var pod)) return;
        RemoveFromGroups(pod);
        _services.Touch(@namespace);
        Set(pod, null);
        RefreshImplied(pod.Resource.Spec.NodeName);
    }

    /// <summary>A namespace is there, new or changed.</summary>
    public void Put(NamespaceResource resource) =>
        SetNamespace(ClusterNamespace.Create(resource.Meta.Name, resource.Meta.Labels, resource.Meta.Location));

    /// <summary>A namespace is gone: its pods, as long as there are some, are in one without labels.</summary>
    public void RemoveNamespace(string name) => SetNamespace(ClusterNamespace.Create(name, LabelSet.Empty, null));

    /// <summary>A node is there, new or changed.</summary>
    public void Put(NodeResource resource)
    {
        _nodes[resource.Meta.Name] = resource;
        RefreshNode(resource.Meta.Name);
    }

    /// <summary>A node is gone; nothing where it was not there.</summary>
    public void RemoveNode(string name)
    {
        if (_nodes.Remove(name)) RefreshNode(name);
    }

    /// <summary>An account is there, new or changed.</summary>
    public void Put(ServiceAccountResource resource) =>
        SetAccount(resource.Meta.Namespace, new ServiceAccount(resource.Meta.Name, resource.Meta.Labels));

    /// <summary>An account is gone: its pods, as long as there are some, run as one without labels.</summary>
    public void RemoveServiceAccount(string @namespace, string name) => SetAccount(@namespace, new ServiceAccount(name, LabelSet.Empty));

    /// <summary>A set of networks is there, new or changed.</summary>
    public void Put(NetworkSetResource resource) => (_sets[KeyOf(resource)], _groups) = (resource, null);

    /// <summary>A set of networks is gone.</summary>
    public void Remove(NetworkSetResource resource)
    {
        if (_sets.Remove(KeyOf(resource))) _groups = null;
    }

    /// <summary>A host endpoint is there, new or changed: it has addresses that selectors find.</summary>
    public void Put(HostEndpointResource resource)
    {
        _hosts.Put(resource);
        _groups = null;
    }

    /// <summary>A host endpoint is gone.</summary>
    public void RemoveHostEndpoint(string name)
    {
        _hosts.RemoveHostEndpoint(name);
        _groups = null;
    }

    /// <summary>A profile is there, new or changed: host endpoints have its labels.</summary>
    public void Put(ProfileResource resource)
    {
        _hosts.Put(resource);
        _groups = null;
    }

    /// <summary>A profile is gone.</summary>
    public void RemoveProfile(string name)
    {
        _hosts.RemoveProfile(name);
        _groups = null;
    }

    /// <summary>What Calico's agents are told of failsafe ports is there, new or changed.</summary>
    public void Put(FailsafeResource resource) => _hosts.Put(resource);

    /// <summary>What Calico's agents are told of failsafe ports is gone.</summary>
    public void RemoveFailsafes(string name) => _hosts.RemoveFailsafes(name);

    /// <summary>What Calico's controllers are told of host endpoints is there, new or changed.</summary>
    public void Put(AutoHostEndpoints resource)
    {
        _hosts.Put(resource);
        _groups = null;
    }

    /// <summary>What Calico's controllers are told of host endpoints is gone.</summary>
    public void RemoveAutoHostEndpoints(string name)
    {
        _hosts.RemoveAutoHostEndpoints(name);
        _groups = null;
    }

    /// <summary>A Service is there, new or changed.</summary>
    public void Put(ServiceResource resource) => _services.Put(resource);

    /// <summary>A Service is gone.</summary>
    public void RemoveService(string @namespace, string name) => _services.RemoveService(@namespace, name);

    /// <summary>A slice of a Service is there, new or changed.</summary>
    public void Put(EndpointSliceResource resource) => _services.Put(resource);

    /// <summary>A slice of a Service is gone.</summary>
    public void RemoveEndpointSlice(string @namespace, string name) => _services.RemoveSlice(@namespace, name);

    /// <summary>
    /// What stands behind some Services now, by address: who has an address in another namespace is not told. It looks at
    /// all pods of their namespaces, where anything there has changed.
    /// </summary>
    public ImmutableArray<Service> Resolve(ImmutableArray<(string Namespace, string Name)> services) => _services.Resolve(services);

    void SetAccount(string @namespace, ServiceAccount account)
    {
        if (!_accounts.Set(@namespace, account)) return;
        foreach (var pod in _byNamespace.Of(@namespace).Where(pod => pod.Resource.Spec.ServiceAccountName == account.Name)) Refresh(pod);
    }

    void SetNamespace(ClusterNamespace @namespace)
    {
        if (_namespaces.TryGetValue(@namespace.Name, out var known) && known.Labels.Equals(@namespace.Labels)) return;
        _namespaces[@namespace.Name] = @namespace;
        if (_sets.Values.Any(set => set.Meta.Namespace == @namespace.Name)) _groups = null;
        foreach (var pod in _byNamespace.Of(@namespace.Name)) Refresh(pod);
    }

    void RefreshImplied(string? node)
    {
        if (node is not null && !_nodes.ContainsKey(node)) RefreshNode(node);
    }

    void RefreshNode(string name)
    {
        var old = _nodeEndpoints.GetValueOrDefault(name);
        var pods = _byNode.Of(name);
        var now = _nodes.TryGetValue(name, out var resource) ? ClusterBuilder.NodeEndpoint(resource)
            : pods.Count > 0 ? ClusterBuilder.ImpliedNode(name, pods.Select(pod => pod.Resource).OrderBy(pod => pod.Meta.QualifiedName, StringComparer.Ordinal))
            : null;
        if (!EndpointComparer.AreSame(old, now))
        {
            if (now is null) _nodeEndpoints.Remove(name);
            else _nodeEndpoints[name] = now;
            if (_hosts.TouchNodes()) _groups = null;
            _replaced(old, now);
        }
        foreach (var pod in pods.Where(pod => pod.Resource.Spec.IsHostNetwork)) Refresh(pod);
    }

    void Refresh(LivePod pod) => Set(pod, pod.Resource.IsFinished ? null : EndpointOf(pod.Resource));

    Endpoint EndpointOf(PodResource pod)
    {
        var home = HomeOf(pod.Meta.Namespace);
        var node = pod.Spec.NodeName is { } name ? _nodeEndpoints.GetValueOrDefault(name) : null;
        return ClusterBuilder.PodEndpoint(pod, home, _workloads.One(NoWorkloads.WorkloadOf(pod)), _accounts.Find(home.Name, pod.Spec.ServiceAccountName), node?.Addresses ?? pod.HostAddresses);
    }

    ClusterNamespace HomeOf(string name)
    {
        if (!_namespaces.TryGetValue(name, out var home))
        {
            _namespaces.Add(name, home = ClusterNamespace.Create(name, LabelSet.Empty, null));
        }
        return home;
    }

    static string KeyOf(NetworkSetResource set) => $"{set.Kind} {set.Meta.QualifiedName}";

    void Set(LivePod pod, Endpoint? now)
    {
        if (EndpointComparer.AreSame(pod.Endpoint, now)) return;
        var old = pod.Endpoint;
        pod.Endpoint = now;
        _services.Touch(pod.Resource.Meta.Namespace);
        _replaced(old, now);
    }

    void RemoveFromGroups(LivePod pod)
    {
        _byNamespace.Remove(pod.Resource.Meta.Namespace, pod);
        if (pod.Resource.Spec.NodeName is { } node) _byNode.Remove(node, pod);
    }

    sealed class LivePod
    {
        public required PodResource Resource { get; set; }

        public Endpoint? Endpoint { get; set; }
    }
}

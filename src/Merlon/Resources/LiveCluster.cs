using Merlon.Model;

namespace Merlon.Resources;

/// <summary>
/// Joins resources to endpoints one by one, as they come and go: at any moment the endpoints that
/// <see cref="ClusterBuilder"/> makes of all of them. It has one owner.
/// </summary>
/// <param name="replaced">Is told of every endpoint that is another than before, new, or gone.</param>
public sealed class LiveCluster(Action<Endpoint?, Endpoint?> replaced)
{
    static readonly OwnerIndex NoWorkloads = new(new ResourceSet());

    // What is enforced does not look at labels of accounts.
    readonly ServiceAccountIndex _accounts = new(new ResourceSet());
    readonly Dictionary<(string Namespace, string Name), LivePod> _pods = [];
    readonly Dictionary<string, NodeResource> _nodes = new(StringComparer.Ordinal);
    readonly Dictionary<string, Endpoint> _nodeEndpoints = new(StringComparer.Ordinal);
    readonly Dictionary<string, ClusterNamespace> _namespaces = new(StringComparer.Ordinal);
    readonly GroupIndex<LivePod> _byNamespace = new();
    readonly GroupIndex<LivePod> _byNode = new();
    readonly Pool<EndpointId> _workloads = new();

    /// <summary>A pod is there, new or changed.</summary>
    public void Put(PodResource resource)
    {
        var name = (resource.Meta.Namespace, resource.Meta.Name);
        if (!_pods.TryGetValue(name, out var pod)) _pods.Add(name, pod = new LivePod { Resource = resource });
        else RemoveFromGroups(pod);
        var before = pod.Resource.Spec.NodeName;
        pod.Resource = resource;
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

    void SetNamespace(ClusterNamespace @namespace)
    {
        if (_namespaces.TryGetValue(@namespace.Name, out var known) && known.Labels.Equals(@namespace.Labels)) return;
        _namespaces[@namespace.Name] = @namespace;
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
            replaced(old, now);
        }
        foreach (var pod in pods.Where(pod => pod.Resource.Spec.IsHostNetwork)) Refresh(pod);
    }

    void Refresh(LivePod pod) => Set(pod, pod.Resource.IsFinished ? null : EndpointOf(pod.Resource));

    Endpoint EndpointOf(PodResource pod)
    {
        if (!_namespaces.TryGetValue(pod.Meta.Namespace, out var home))
        {
            _namespaces.Add(pod.Meta.Namespace, home = ClusterNamespace.Create(pod.Meta.Namespace, LabelSet.Empty, null));
        }
        var node = pod.Spec.NodeName is { } name ? _nodeEndpoints.GetValueOrDefault(name) : null;
        return ClusterBuilder.PodEndpoint(pod, home, _workloads.One(NoWorkloads.WorkloadOf(pod)), _accounts.Find(home.Name, pod.Spec.ServiceAccountName), node?.Addresses ?? pod.HostAddresses);
    }

    void Set(LivePod pod, Endpoint? now)
    {
        if (EndpointComparer.AreSame(pod.Endpoint, now)) return;
        var old = pod.Endpoint;
        pod.Endpoint = now;
        replaced(old, now);
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

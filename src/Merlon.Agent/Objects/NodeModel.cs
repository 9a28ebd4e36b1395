using System.Collections.Immutable;
using Merlon.Apis;
using Merlon.Kubernetes;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Nftables;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Agent.Objects;

/// <summary>What is known, and the ruleset that follows from it. It has one owner: the agent's loop.</summary>
sealed class NodeModel
{
    readonly AgentOptions _options;
    readonly ObjectTable _objects;
    readonly LiveCluster _cluster;
    readonly Dictionary<ObjectKey, PolicyResource> _policies = [];
    readonly PolicyMemory _compiled = new();
    readonly HostAdmission _hosts;
    ImmutableArray<UnreadDocument> _unknown = [];

    // Where nobody has written any, profiles that every cluster has are there.
    bool _policiesChanged = true;

    /// <param name="options">What the agent is to do.</param>
    /// <param name="replaced">Is told too of every endpoint that is another, new, or gone.</param>
    public NodeModel(AgentOptions options, Action<Endpoint?, Endpoint?> replaced)
    {
        (_options, _hosts) = (options, new HostAdmission(options.Node));
        Ruleset = new LiveRuleset(options.Node, options.UnknownPods, options.Reporting);
        _cluster = new LiveCluster(Ruleset.Replace + replaced);
        _objects = new ObjectTable(Put, Remove);
    }

    public LiveRuleset Ruleset { get; }

    public ImmutableArray<UnreadDocument> Unread { get; private set; } = [];

    /// <summary>What host endpoints of the node are not enforced, and why.</summary>
    public IEnumerable<string> NotEnforced =>
    [
        .. _hosts.Held.Select(host => $"{host} is not enforced yet: {_hosts.Cause} cannot be read, and may be what lets you in"),
        .. Ruleset.HostsWithoutInterface.Select(host => $"{host} is not enforced: no interface of this node has an address that it expects"),
    ];

    /// <summary>Whether a folder was read at least once.</summary>
    public bool HasFolder { get; private set; }

    /// <summary>Takes a complete set of manifests in place of all before.</summary>
    /// <returns>False where it is left aside: something in it cannot be read, and what was known before can go on.</returns>
    public bool TryTake(ManifestSet manifests)
    {
        Unread = manifests.Unread;
        _unknown = [.. Unread.Where(document => !UnreadPolicies.CanIsolate(document))];
        if (HasFolder && !Unread.All(UnreadPolicies.CanIsolate)) return false;
        _objects.Replace(UnreadPolicies.Isolate(manifests.Resources, Unread));
        return HasFolder = true;
    }

    /// <summary>Takes a change that an API server tells.</summary>
    public void Take(ObjectChange change)
    {
        _objects.Take(change);
        Unread = _objects.Unread;
        _unknown = _objects.Unknown;
    }

    /// <summary>Whether all objects of each resource were seen once.</summary>
    public bool HasAll(IEnumerable<ApiResource> resources) => resources.All(_objects.IsComplete);

    /// <summary>Brings the ruleset up to date.</summary>
    public void Settle()
    {
        if (_policiesChanged) Ruleset.Policies = Snapshot.Compile(_policies.Values, _compiled);
        _policiesChanged = false;
        Ruleset.Services = _cluster.Resolve(Ruleset.NamedServices);
        Ruleset.AddressGroups = _cluster.AddressGroups;
        Ruleset.Failsafes = _cluster.FailsafesOf(_options.Node);
        _hosts.Judge(_cluster.HostEndpoints, _unknown);
        Ruleset.HostEndpoints = _hosts.Admitted;
    }

    /// <summary>All objects as a server told them, at this moment.</summary>
    public ImmutableArray<SourceText> Sources => [.. _objects.Sources];

    void Put(ObjectKey key, object resource)
    {
        switch (resource)
        {
            case PodResource pod: _cluster.Put(pod); break;
            case NamespaceResource ns: _cluster.Put(ns); break;
            case NodeResource node: _cluster.Put(WithRanges(node)); break;
            case ServiceAccountResource account: _cluster.Put(account); break;
            case ServiceResource service: _cluster.Put(service); break;
            case EndpointSliceResource slice: _cluster.Put(slice); break;
            case NetworkSetResource set: _cluster.Put(set); break;
            case HostEndpointResource host: _cluster.Put(host); break;
            case FailsafeResource ports: _cluster.Put(ports); break;
            case AutoHostEndpoints automatic: _cluster.Put(automatic); break;
            case PolicyResource policy:
                if (policy is ProfileResource profile) _cluster.Put(profile);
                _policies[key] = policy;
                _policiesChanged = true;
                break;
            default: throw new InvalidOperationException($"Nothing is known of a {resource.GetType().Name}.");
        }
    }

    NodeResource WithRanges(NodeResource node) =>
        node.Meta.Name == _options.Node && node.PodRanges.IsEmpty ? node with { PodRanges = _options.PodRanges } : node;

    void Remove(ObjectKey key, object resource)
    {
        switch (resource)
        {
            case PodResource pod: _cluster.RemovePod(pod.Meta.Namespace, pod.Meta.Name); break;
            case NamespaceResource ns: _cluster.RemoveNamespace(ns.Meta.Name); break;
            case NodeResource node: _cluster.RemoveNode(node.Meta.Name); break;
            case ServiceAccountResource account: _cluster.RemoveServiceAccount(account.Meta.Namespace, account.Meta.Name); break;
            case ServiceResource service: _cluster.RemoveService(service.Meta.Namespace, service.Meta.Name); break;
            case EndpointSliceResource slice: _cluster.RemoveEndpointSlice(slice.Meta.Namespace, slice.Meta.Name); break;
            case NetworkSetResource set: _cluster.Remove(set); break;
            case HostEndpointResource host: _cluster.RemoveHostEndpoint(host.Meta.Name); break;
            case FailsafeResource ports: _cluster.RemoveFailsafes(ports.Meta.Name); break;
            case AutoHostEndpoints automatic: _cluster.RemoveAutoHostEndpoints(automatic.Meta.Name); break;
            case PolicyResource policy:
                if (policy is ProfileResource) _cluster.RemoveProfile(policy.Meta.Name);
                _policies.Remove(key);
                _policiesChanged = true;
                break;
            default: throw new InvalidOperationException($"Nothing is known of a {resource.GetType().Name}.");
        }
    }
}

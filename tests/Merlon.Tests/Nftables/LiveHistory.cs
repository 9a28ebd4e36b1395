using System.Collections.Immutable;
using Merlon.Apis;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Nftables;
using Merlon.Resources;
using Merlon.Tests.BruteForce;

namespace Merlon.Tests.Nftables;

/// <summary>What happens to a cluster: objects of several worlds, which share names, come, change and go.</summary>
sealed class LiveHistory
{
    public const string Node = "n1";

    static readonly NftName Table = NftName.Fixed("merlon_a");

    readonly Random _random;
    readonly ImmutableArray<object> _objects;
    readonly Dictionary<(Type, string), object> _present = [];
    readonly LiveRuleset _live = new(Node);
    readonly PolicyMemory _compiled = new();
    readonly LiveCluster _cluster;
    TableModel? _kernel;

    public LiveHistory(int seed, IEnumerable<object> objects)
    {
        _random = new Random(seed);
        _cluster = new LiveCluster(_live.Replace);
        _objects = [.. objects];
        SetPolicies();
    }

    public bool HasGroups => !_live.AddressGroups.IsEmpty;

    public bool HasServices => !_live.Services.IsEmpty;

    /// <summary>Whether the node has host endpoints that are enforced.</summary>
    public bool HasHosts => _kernel!.Table.Chains.Any(chain => chain.Name.Text.StartsWith("host_", StringComparison.Ordinal));

    public void Happen()
    {
        var chosen = _objects[_random.Next(_objects.Length)];
        if (_random.Next(10) == 0) MoveAddresses();
        else if (_random.Next(4) == 0) Remove(chosen);
        else Put(chosen);
    }

    public bool IsCut() => _random.Next(3) == 0;

    public void Put(object resource)
    {
        _present[KeyOf(resource)] = resource;
        switch (resource)
        {
            case PodResource pod: _cluster.Put(pod); break;
            case NamespaceResource ns: _cluster.Put(ns); break;
            case NodeResource node: _cluster.Put(node); break;
            case ServiceAccountResource account: _cluster.Put(account); break;
            case ServiceResource service: _cluster.Put(service); break;
            case EndpointSliceResource slice: _cluster.Put(slice); break;
            case NetworkSetResource set: _cluster.Put(set); break;
            case HostEndpointResource host: _cluster.Put(host); break;
            case FailsafeResource ports: _cluster.Put(ports); break;
            case AutoHostEndpoints automatic: _cluster.Put(automatic); break;
            case ProfileResource profile:
                _cluster.Put(profile);
                SetPolicies();
                break;
            default: SetPolicies(); break;
        }
    }

    void Remove(object resource)
    {
        _present.Remove(KeyOf(resource));
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
            case ProfileResource profile:
                _cluster.RemoveProfile(profile.Meta.Name);
                SetPolicies();
                break;
            default: SetPolicies(); break;
        }
    }

    // The addresses that are expected of host endpoints are on one interface or another, or on none.
    void MoveAddresses()
    {
        var where = Of<HostEndpointResource>().SelectMany(host => host.ExpectedIPs).Distinct().ToLookup(_ => _random.Next(3));
        _live.Interfaces = [new NodeInterface("eth0", [.. where[0]]), new NodeInterface("eth1", [.. where[1]])];
    }

    void SetPolicies() => _live.Policies = PolicyApis.Compile([.. Of<PolicyResource>()], _compiled);

    public NftTable Whole()
    {
        Settle();
        return _live.Whole(Table);
    }

    void Settle()
    {
        _live.Services = _cluster.Resolve(_live.NamedServices);
        _live.AddressGroups = _cluster.AddressGroups;
        _live.HostEndpoints = _cluster.HostEndpoints;
        _live.Failsafes = _cluster.FailsafesOf(Node);
    }

    /// <summary>Compares with a fresh start, and takes the step in a model of the kernel; false where the node is unknown.</summary>
    public bool Compare()
    {
        var cluster = ClusterBuilder.Build(Present());
        Assert.Equal(cluster.TryGetEndpoint(EndpointId.Node(Node).Text, out _), _live.KnowsNode);
        if (!_live.KnowsNode) return false;
        var fresh = RulesetCompiler.Compile(new Evaluator(WithPlacedHosts(cluster), PolicyApis.Compile([.. Of<PolicyResource>()])), Node, Table);
        Step();
        AssertSame(fresh, Whole());
        AssertSame(fresh, _kernel!.Table);
        return true;
    }

    // A host endpoint of the node without interface is on each that has an address of it.
    Cluster WithPlacedHosts(Cluster cluster) => new(cluster.Namespaces, cluster.Endpoints, cluster.Addresses, cluster.Services)
    {
        AddressGroups = cluster.AddressGroups,
        DefaultFailsafes = cluster.DefaultFailsafes,
        NodeFailsafes = cluster.NodeFailsafes,
        HostEndpoints =
        [
            .. from host in cluster.HostEndpoints
               let isPlaced = host.NodeName == Node && host.InterfaceName is null
               from place in isPlaced ? _live.Interfaces.Where(found => found.Addresses.Any(host.Addresses.Contains)).Select(found => host.On(found.Name)) : [host]
               select place,
        ],
    };

    void Step()
    {
        if (_kernel is null)
        {
            _kernel = new TableModel(Whole());
            _live.Commit(PolicyEpoch.Of(_kernel.Table));
            return;
        }
        Settle();
        var isCommitted = _live.IsCommitted;
        var (current, wanted) = _live.Step();
        var difference = RulesetDifference.Between(current, wanted, PolicyEpoch.Of(_kernel.Table));
        // Whether open connections are judged again follows from the whole tables as from what differs.
        var whole = RulesetDifference.Between(_kernel.Table, Whole());
        Assert.Equal(PolicyEpoch.Of(whole.Outcome), PolicyEpoch.Of(difference.Outcome));
        Assert.True(!isCommitted || difference.IsEmpty, "It counts as committed, and differs.");
        _kernel.Apply(difference);
        _live.Commit(PolicyEpoch.Of(difference.Outcome));
        Assert.True(_live.IsCommitted);
    }

    // Which epoch it is depends on the way there.
    static void AssertSame(NftTable expected, NftTable found)
    {
        var difference = RulesetDifference.Between(found, expected);
        Assert.True(difference.IsEmpty, string.Join('\n', difference.Batches.SelectMany(batch => batch.Steps)));
    }

    ResourceSet Present() => new()
    {
        Pods = [.. Of<PodResource>().OrderBy(pod => pod.Meta.QualifiedName, StringComparer.Ordinal)],
        Namespaces = [.. Of<NamespaceResource>()],
        Nodes = [.. Of<NodeResource>()],
        ServiceAccounts = [.. Of<ServiceAccountResource>()],
        Services = [.. Of<ServiceResource>()],
        EndpointSlices = [.. Of<EndpointSliceResource>()],
        NetworkSets = [.. Of<NetworkSetResource>()],
        HostEndpoints = [.. Of<HostEndpointResource>()],
        Failsafes = [.. Of<FailsafeResource>()],
        AutoHostEndpoints = [.. Of<AutoHostEndpoints>()],
        Policies = [.. Of<PolicyResource>()],
    };

    IEnumerable<T> Of<T>() => _present.Values.OfType<T>();

    static (Type, string) KeyOf(object resource) => resource switch
    {
        PodResource pod => (typeof(PodResource), pod.Meta.QualifiedName),
        NamespaceResource ns => (typeof(NamespaceResource), ns.Meta.Name),
        NodeResource node => (typeof(NodeResource), node.Meta.Name),
        ServiceAccountResource account => (typeof(ServiceAccountResource), account.Meta.QualifiedName),
        ServiceResource service => (typeof(ServiceResource), service.Meta.QualifiedName),
        EndpointSliceResource slice => (typeof(EndpointSliceResource), slice.Meta.QualifiedName),
        NetworkSetResource set => (typeof(NetworkSetResource), $"{set.Kind} {set.Meta.QualifiedName}"),
        HostEndpointResource host => (typeof(HostEndpointResource), host.Meta.Name),
        FailsafeResource ports => (typeof(FailsafeResource), ports.Meta.Name),
        AutoHostEndpoints automatic => (typeof(AutoHostEndpoints), automatic.Meta.Name),
        PolicyResource policy => (policy.GetType(), $"{policy.Kind} {policy.Meta.QualifiedName}"),
        _ => throw new InvalidOperationException($"Nothing is known of a {resource.GetType().Name}."),
    };
}

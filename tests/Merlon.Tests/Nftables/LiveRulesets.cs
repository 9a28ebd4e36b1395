using System.Collections.Immutable;
using System.Text;
using Merlon.Apis;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Nftables;
using Merlon.Resources;
using Merlon.Tests.BruteForce;
using Merlon.Manifests;

namespace Merlon.Tests.Nftables;

/// <summary>
/// Whatever happens to a cluster, in whatever order, and wherever the changes are cut: the ruleset that is kept in step
/// is what the compiler makes of the cluster as it is, and the steps lead the kernel there.
/// </summary>
public sealed class LiveRulesets
{
    const string Node = "n1";

    static readonly NftName Table = NftName.Fixed("merlon_a");

    static int Histories => Environment.GetEnvironmentVariable("MERLON_TEST_ALL") == "1" ? 2_000 : 150;

    [Fact]
    public void Any_history_ends_in_the_ruleset_of_a_fresh_start()
    {
        var (compared, withGroups, withServices) = (0, 0, 0);
        Parallel.For(1, 1 + Histories, seed =>
        {
            var history = new History(seed);
            for (var i = 0; i < 60; i++)
            {
                history.Happen();
                if (!history.IsCut() || !history.Compare()) continue;
                Interlocked.Increment(ref compared);
                if (history.HasGroups) Interlocked.Increment(ref withGroups);
                if (history.HasServices) Interlocked.Increment(ref withServices);
            }
            history.Compare();
        });
        Assert.True(compared > Histories * 5, $"Only {compared} comparisons.");
        Assert.True(withGroups > Histories / 2, $"Only {withGroups} comparisons with groups of addresses.");
        Assert.True(withServices > Histories / 20, $"Only {withServices} comparisons with Services that policies name.");
    }

    [Fact]
    public void The_order_of_events_does_not_matter()
    {
        Parallel.For(1, 1 + Histories / 2, seed =>
        {
            var world = Read(seed);
            var orders = new List<IEnumerable<object>> { world, world.Reverse() };
            orders.AddRange(Enumerable.Range(0, 3).Select(i => new Random(seed + i).Shuffled(world)));
            var tables = orders.Select(order => Replay(order)).ToList();
            Assert.All(tables, table => Assert.Equal(tables[0], table));
        });
    }

    static NftTable Replay(IEnumerable<object> order)
    {
        var history = new History(0);
        foreach (var resource in order) history.Put(resource);
        history.Put(History.OwnNode);
        return history.Whole();
    }

    static ImmutableArray<object> Read(int seed)
    {
        var world = (seed % 4) switch
        {
            0 => RandomWorldGenerator.Generate(seed),
            1 => RandomWorldGenerator.GenerateWithHosts(seed),
            _ => RandomWorldGenerator.GenerateMixed(seed),
        };
        var resources = ReadText(WorldManifests.Write(world)).Resources;
        return
        [
            .. resources.Pods, .. resources.Nodes, .. resources.Namespaces, .. resources.ServiceAccounts, .. resources.Services,
            .. resources.EndpointSlices, .. resources.NetworkSets, .. resources.HostEndpoints, .. resources.Policies,
        ];
    }

    static ManifestSet ReadText(string text) => ManifestReader.Read([new SourceText("world.yaml", Encoding.UTF8.GetBytes(text))]);

    /// <summary>What happens to a cluster: objects of several worlds, which share names, come, change and go.</summary>
    sealed class History
    {
        readonly Random _random;
        readonly ImmutableArray<object> _objects;
        readonly Dictionary<(Type, string), object> _present = [];
        readonly LiveRuleset _live = new(Node);
        readonly PolicyMemory _compiled = new();
        readonly LiveCluster _cluster;
        TableModel? _kernel;

        public History(int seed)
        {
            _random = new Random(seed);
            _cluster = new LiveCluster(_live.Replace);
            _objects = seed == 0 ? [] : [.. Enumerable.Range(0, 3).SelectMany(i => Read(seed * 3 + i))];
        }

        public bool HasGroups => !_live.AddressGroups.IsEmpty;

        public bool HasServices => !_live.Services.IsEmpty;

        public static NodeResource OwnNode { get; } = ReadText("{apiVersion: v1, kind: Node, metadata: {name: n1}, spec: {podCIDRs: [10.244.1.0/24, \"fd00:244:1::/64\"]}, status: {addresses: [{type: InternalIP, address: 172.18.0.11}]}}")
            .Resources.Nodes[0];

        public void Happen()
        {
            var chosen = _objects[_random.Next(_objects.Length)];
            if (_random.Next(4) == 0) Remove(chosen);
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
                case ProfileResource profile:
                    _cluster.RemoveProfile(profile.Meta.Name);
                    SetPolicies();
                    break;
                default: SetPolicies(); break;
            }
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
        }

        /// <summary>Compares with a fresh start, and takes the step in a model of the kernel; false where the node is unknown.</summary>
        public bool Compare()
        {
            var cluster = ClusterBuilder.Build(Present());
            Assert.Equal(cluster.TryGetEndpoint(EndpointId.Node(Node).Text, out _), _live.KnowsNode);
            if (!_live.KnowsNode) return false;
            var fresh = RulesetCompiler.Compile(new Evaluator(WithoutHosts(cluster), PolicyApis.Compile([.. Of<PolicyResource>()])), Node, Table);
            Step();
            AssertSame(fresh, Whole());
            AssertSame(fresh, _kernel!.Table);
            return true;
        }

        // What is kept in step finds the addresses of host endpoints, and enforces nothing at them.
        static Cluster WithoutHosts(Cluster cluster) => new(cluster.Namespaces, cluster.Endpoints, cluster.Addresses, cluster.Services)
        {
            AddressGroups = cluster.AddressGroups,
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
            PolicyResource policy => (policy.GetType(), $"{policy.Kind} {policy.Meta.QualifiedName}"),
            _ => throw new InvalidOperationException($"Nothing is known of a {resource.GetType().Name}."),
        };
    }
}

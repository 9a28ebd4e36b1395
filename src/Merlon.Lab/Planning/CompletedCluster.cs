using System.Collections.Frozen;
using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Lab.Planning;

/// <summary>
/// A cluster in which everything can run: every pod has a node and an address of each family of its own, and there is a
/// node. What the manifests say is kept; what they leave open is given, the same every time.
/// </summary>
/// <param name="Cluster">The cluster, without Services.</param>
/// <param name="Notes">What was given or left out, for people.</param>
sealed record CompletedCluster(Cluster Cluster, ImmutableArray<string> Notes)
{
    /// <summary>The interface by which each node reaches others.</summary>
    const string Uplink = "eth0";

    static readonly ImmutableArray<string> InventedNodes = ["lab-1", "lab-2"];

    static readonly IpFamily[] Families = [IpFamily.IPv4, IpFamily.IPv6];

    public static CompletedCluster From(Cluster cluster) => new Builder(cluster).Build();

    sealed class Builder(Cluster cluster)
    {
        readonly AddressPool _pool = new(cluster);
        readonly HashSet<IpAddress> _owned = [];
        readonly List<string> _notes = [];
        int _given;
        int _spread;

        public CompletedCluster Build()
        {
            var nodes = NodesOf().Select(Complete).ToDictionary(node => node.Name, StringComparer.Ordinal);
            var pods = cluster.Endpoints.Where(endpoint => endpoint.IsOnPodNetwork).ToList();
            var used = pods.Where(pod => IsKnownNode(pod, nodes))
                .CountBy(pod => pod.NodeName!)
                .ToDictionary(StringComparer.Ordinal);
            var completed = pods.Select(pod => Complete(pod, nodes, used)).ToList();
            var onHost = cluster.Endpoints.Where(endpoint => endpoint.IsHostNetwork).ToList();
            Tell(onHost);
            completed.AddRange(onHost.Select(pod => OnHost(pod, nodes)));
            ImmutableArray<Endpoint> all = [.. nodes.Values.Concat(completed).OrderBy(endpoint => endpoint.Id)];
            var filled = new Cluster(cluster.Namespaces, all, new AddressIndex(all), [])
            {
                Domains = cluster.Domains,
                AddressGroups = cluster.AddressGroups,
                HostEndpoints = [.. cluster.HostEndpoints.Select(Complete)],
                DefaultFailsafes = cluster.DefaultFailsafes,
                NodeFailsafes = cluster.NodeFailsafes,
                Uplinks = nodes.Keys.ToFrozenDictionary(name => name, _ => Uplink, StringComparer.Ordinal),
            };
            return new CompletedCluster(filled, [.. _notes]);
        }

        // A node of the lab has one interface to others, whatever the real one's are called.
        HostEndpoint Complete(HostEndpoint host)
        {
            if (host.InterfaceName is null or HostEndpoint.AnyInterface or Uplink or "lo") return host;
            _notes.Add($"{host} of {host.InterfaceName} governs {Uplink}: the lab's nodes have no other interface");
            return new HostEndpoint
            {
                Name = host.Name,
                NodeName = host.NodeName,
                InterfaceName = Uplink,
                Addresses = host.Addresses,
                Ports = host.Ports,
                Profiles = host.Profiles,
                Labels = host.Labels,
                Location = host.Location,
            };
        }

        IEnumerable<Endpoint> NodesOf()
        {
            var nodes = cluster.Endpoints.Where(endpoint => endpoint.Kind == EndpointKind.Node).ToList();
            if (nodes.Count > 0) return nodes;
            _notes.Add($"no node in the input: the lab has {string.Join(" and ", InventedNodes)}");
            var somewhere = cluster.Endpoints.FirstOrDefault()
                ?? throw new LabException("there is no pod and no node in the input: nothing to make a lab of");
            return InventedNodes.Select(name => new Endpoint
            {
                Id = EndpointId.Node(name),
                Kind = EndpointKind.Node,
                Name = name,
                Labels = LabelSet.Empty,
                NodeName = name,
                Workload = EndpointId.Node(name),
                Location = somewhere.Location,
            });
        }

        Endpoint Complete(Endpoint node)
        {
            var addresses = node.Addresses.Where(_owned.Add).ToList();
            var ranges = node.PodRanges.ToList();
            foreach (var family in Families)
            {
                if (!addresses.Any(address => address.Family == family))
                {
                    addresses.Add(Given(_pool.NewNodeAddress(family)));
                }
                if (!ranges.Any(range => range.Family == family)) ranges.Add(_pool.NewPodRange(family));
            }
            return With(node, node.Name, [.. addresses], [.. ranges]);
        }

        Endpoint Complete(Endpoint pod, Dictionary<string, Endpoint> nodes, Dictionary<string, int> used)
        {
            var node = IsKnownNode(pod, nodes) ? nodes[pod.NodeName!] : RangeOf(pod, nodes) ?? Emptiest(nodes, used);
            var addresses = pod.Addresses.Where(IsOwn).ToList();
            foreach (var family in Families)
            {
                if (addresses.Any(address => address.Family == family)) continue;
                ImmutableArray<Cidr> ranges = [.. node.PodRanges.Where(range => range.Family == family)];
                var address = _pool.NewAddress(ranges)
                    ?? throw new LabException($"all addresses of {string.Join(", ", ranges)} are taken");
                addresses.Add(Given(address));
            }
            return With(pod, node.Name, [.. addresses], []);

            bool IsOwn(IpAddress address)
            {
                if (_owned.Add(address)) return true;
                _notes.Add($"{pod} has {address} like another: the lab gives it an address of its own");
                return false;
            }
        }

        static Endpoint OnHost(Endpoint pod, Dictionary<string, Endpoint> nodes)
        {
            var node = IsKnownNode(pod, nodes) ? nodes[pod.NodeName!] : nodes[nodes.Keys.Min(StringComparer.Ordinal)!];
            return With(pod, node.Name, node.Addresses, []);
        }

        // An address that a node's range holds tells where the pod runs.
        static Endpoint? RangeOf(Endpoint pod, Dictionary<string, Endpoint> nodes) =>
            nodes.Values.OrderBy(node => node.Id).FirstOrDefault(
                node => node.PodRanges.Any(range => pod.Addresses.Any(range.Contains)));

        Endpoint Emptiest(Dictionary<string, Endpoint> nodes, Dictionary<string, int> used)
        {
            var name = nodes.Keys.OrderBy(name => used.GetValueOrDefault(name))
                .ThenBy(name => name, StringComparer.Ordinal)
                .First();
            used[name] = used.GetValueOrDefault(name) + 1;
            _spread++;
            return nodes[name];
        }

        IpAddress Given(IpAddress address)
        {
            _given++;
            _owned.Add(address);
            return address;
        }

        void Tell(List<Endpoint> onHost)
        {
            if (_given > 0) _notes.Add($"{_given} addresses are the lab's: the input gives none of that IP version");
            if (_spread > 0) _notes.Add($"{_spread} pods without a node are spread over the nodes");
            if (onHost.Count > 0)
            {
                _notes.Add($"on the host network, and so seen as their node: {string.Join(", ", onHost.Select(pod => pod.Name).Distinct(StringComparer.Ordinal))}");
            }
        }

        static bool IsKnownNode(Endpoint pod, Dictionary<string, Endpoint> nodes) =>
            pod.NodeName is { } name && nodes.ContainsKey(name);

        static Endpoint With(
            Endpoint endpoint, string node, ImmutableArray<IpAddress> addresses, ImmutableArray<Cidr> ranges) =>
            new()
        {
            Id = endpoint.Id,
            Kind = endpoint.Kind,
            Name = endpoint.Name,
            Namespace = endpoint.Namespace,
            Labels = endpoint.Labels,
            Addresses = addresses,
            PodRanges = ranges,
            Ports = endpoint.Ports,
            NodeName = node,
            IsHostNetwork = endpoint.IsHostNetwork,
            Workload = endpoint.Workload,
            Location = endpoint.Location,
        };
    }
}

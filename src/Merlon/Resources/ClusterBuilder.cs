using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>
/// Joins resources to a <see cref="Cluster"/>: who runs where, owns which address, and stands behind which Service.
/// </summary>
public static class ClusterBuilder
{
    public static Cluster Build(ResourceSet resources)
    {
        var namespaces = NamespacesOf(resources);
        var owners = new OwnerIndex(resources);
        var accounts = new ServiceAccountIndex(resources);
        var nodes = NodesOf(resources);
        var nodeAddresses = nodes.ToDictionary(node => node.Name, node => node.Addresses, StringComparer.Ordinal);
        ImmutableArray<Endpoint> endpoints =
        [
            .. resources.Pods.Where(pod => !pod.IsFinished)
                .Select(pod => PodEndpoint(
                    pod, namespaces[pod.Meta.Namespace], owners.WorkloadOf(pod),
                    accounts.Find(pod.Meta.Namespace, pod.Spec.ServiceAccountName),
                    pod.Spec.NodeName is { } node ? nodeAddresses[node] : pod.HostAddresses)),
            .. resources.Workloads.Where(owners.HasNoPods)
                .Select(workload => WorkloadEndpoint(workload, namespaces[workload.Meta.Namespace], accounts)),
            .. nodes,
        ];
        endpoints = endpoints.Sort((a, b) => a.Id.CompareTo(b.Id));
        var addresses = new AddressIndex(endpoints);
        var services = new ServiceResolver(resources, endpoints, addresses).ResolveAll();
        var hosts = HostEndpointBuilder.Build(resources, nodes);
        var failsafes = HostEndpointBuilder.FailsafesOf(resources);
        return new Cluster(
            [.. namespaces.Values.OrderBy(ns => ns.Name, StringComparer.Ordinal)], endpoints, addresses, services)
        {
            AddressGroups =
            [
                .. resources.NetworkSets.Select(set => Group(set, namespaces.GetValueOrDefault(set.Meta.Namespace))),
                .. hosts.Where(host => !host.Addresses.IsEmpty).Select(HostEndpointBuilder.Group),
            ],
            HostEndpoints = hosts,
            DefaultFailsafes = failsafes.Default,
            NodeFailsafes = failsafes.OfNodes,
            Domains = resources.Domains,
        };
    }

    internal static AddressGroup Group(NetworkSetResource set, ClusterNamespace? @namespace) => new()
    {
        Name = $"{set.Kind} {set.Meta.QualifiedName}",
        Labels = set.Meta.Labels,
        Namespace = @namespace,
        Blocks = CidrSet.Union(set.Nets),
        Location = set.Meta.Location,
    };

    static Dictionary<string, ClusterNamespace> NamespacesOf(ResourceSet resources)
    {
        var found = resources.Namespaces.ToDictionary(
            ns => ns.Meta.Name,
            ns => ClusterNamespace.Create(ns.Meta.Name, ns.Meta.Labels, ns.Meta.Location),
            StringComparer.Ordinal);
        var mentioned = resources.Pods.Select(pod => pod.Meta)
            .Concat(resources.Workloads.Select(workload => workload.Meta))
            .Concat(resources.Services.Select(service => service.Meta))
            .Concat(resources.Policies.Select(policy => policy.Meta))
            .Concat(resources.NetworkSets.Select(set => set.Meta))
            .Select(meta => meta.Namespace);
        foreach (var name in mentioned.Where(name => name.Length > 0))
        {
            if (!found.ContainsKey(name)) found.Add(name, ClusterNamespace.Create(name, LabelSet.Empty, null));
        }
        return found;
    }

    // A node without a manifest is still known by the pods that run on it, where their status tells its address.
    static List<Endpoint> NodesOf(ResourceSet resources)
    {
        var nodes = resources.Nodes.ToDictionary(node => node.Meta.Name, NodeEndpoint, StringComparer.Ordinal);
        var implied = resources.Pods
            .Where(pod => pod.Spec.NodeName is { } name && !nodes.ContainsKey(name))
            .GroupBy(pod => pod.Spec.NodeName!, StringComparer.Ordinal);
        foreach (var group in implied.ToList()) nodes[group.Key] = ImpliedNode(group.Key, group);
        return [.. nodes.Values];
    }

    internal static Endpoint NodeEndpoint(NodeResource node) =>
        NodeEndpoint(node.Meta.Name, node.Meta.Labels, node.Addresses, node.PodRanges, node.Meta.Location);

    /// <summary>The node that pods run on, of which there is at least one, in order.</summary>
    internal static Endpoint ImpliedNode(string name, IEnumerable<PodResource> pods)
    {
        var all = pods.ToList();
        var addresses = all
            .SelectMany(pod => pod.Spec.IsHostNetwork && !pod.IsFinished
                ? pod.HostAddresses.AddRange(pod.Addresses)
                : pod.HostAddresses)
            .Distinct();
        return NodeEndpoint(name, LabelSet.Empty, [.. addresses], [], all[0].Meta.Location);
    }

    static Endpoint NodeEndpoint(
        string name,
        LabelSet labels,
        ImmutableArray<IpAddress> addresses,
        ImmutableArray<Cidr> podRanges,
        SourceLocation location) => new()
    {
        Id = EndpointId.Node(name),
        Kind = EndpointKind.Node,
        Name = name,
        Labels = labels,
        Addresses = addresses,
        PodRanges = podRanges,
        NodeName = name,
        Workload = EndpointId.Node(name),
        Location = location,
    };

    internal static Endpoint PodEndpoint(
        PodResource pod,
        ClusterNamespace @namespace,
        EndpointId workload,
        ServiceAccount account,
        ImmutableArray<IpAddress> nodeAddresses)
    {
        var addresses = pod.Addresses;
        if (pod.Spec is { IsHostNetwork: true, NodeName: not null } && addresses.IsEmpty)
        {
            // Its node's first address of each family is what the kubelet would report.
            addresses = [.. nodeAddresses.DistinctBy(address => address.Family)];
        }
        var id = EndpointId.Pod(@namespace.Name, pod.Meta.Name);
        return new Endpoint
        {
            Id = id,
            Kind = EndpointKind.Pod,
            Name = pod.Meta.Name,
            Namespace = @namespace,
            Labels = pod.Meta.Labels,
            ServiceAccount = account,
            Addresses = addresses,
            Ports = pod.Spec.Ports,
            NodeName = pod.Spec.NodeName,
            IsHostNetwork = pod.Spec.IsHostNetwork,
            // A manifest without a status says nothing against it.
            IsReady = !pod.IsUnready && pod.Phase != PodPhase.Pending
                && (pod.Phase != PodPhase.Running || !addresses.IsEmpty),
            Workload = workload == id ? id : workload,
            Location = pod.Meta.Location,
        };
    }

    static Endpoint WorkloadEndpoint(
        WorkloadResource workload, ClusterNamespace @namespace, ServiceAccountIndex accounts)
    {
        var id = EndpointId.Workload(@namespace.Name, workload.Kind, workload.Meta.Name);
        return new Endpoint
        {
            Id = id,
            Kind = EndpointKind.Workload,
            Name = workload.Meta.Name,
            Namespace = @namespace,
            Labels = workload.PodLabels,
            ServiceAccount = accounts.Find(@namespace.Name, workload.PodSpec.ServiceAccountName),
            Ports = workload.PodSpec.Ports,
            NodeName = workload.PodSpec.NodeName,
            IsHostNetwork = workload.PodSpec.IsHostNetwork,
            Workload = id,
            Location = workload.Meta.Location,
        };
    }
}

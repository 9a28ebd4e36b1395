using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>
/// Finds the backends of Services: by their EndpointSlices where there are any, else by their selector.
/// </summary>
sealed class ServiceResolver(ResourceSet resources, ImmutableArray<Endpoint> endpoints, AddressIndex addresses)
{
    readonly ILookup<(string, string?), EndpointSliceResource> _slices =
        resources.EndpointSlices.ToLookup(slice => (slice.Meta.Namespace, slice.ServiceName));

    readonly ILookup<string?, Endpoint> _pods = endpoints.ToLookup(endpoint => endpoint.Namespace?.Name);

    // Their node's address stands in for them, but no slice has it before they report it themselves.
    readonly HashSet<EndpointId> _unreported =
    [
        .. resources.Pods.Where(pod => pod.Spec.IsHostNetwork && pod.Addresses.IsEmpty)
            .Select(pod => EndpointId.Pod(pod.Meta.Namespace, pod.Meta.Name)),
    ];

    public ImmutableArray<Service> ResolveAll() => [.. resources.Services.Select(Resolve)];

    Service Resolve(ServiceResource service)
    {
        var slices = _slices[(service.Meta.Namespace, service.Meta.Name)].ToList();
        return new Service
        {
            Namespace = service.Meta.Namespace,
            Name = service.Meta.Name,
            Type = service.Type,
            ClusterIPs = service.ClusterIPs,
            IsHeadless = service.IsHeadless,
            KeepsClientAddress = service.KeepsClientAddress,
            Location = service.Meta.Location,
            Ports =
            [
                .. service.Ports.Select(port => new ServicePort(
                    port.Name,
                    port.Protocol,
                    port.Port,
                    port.TargetPort?.ToString()
                        ?? port.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    port.NodePort,
                    BackendsOf(port, isReady: true))
                {
                    Unready = BackendsOf(port, isReady: false),
                }),
            ],
        };

        ImmutableArray<Backend> BackendsOf(ServicePortSpec port, bool isReady) =>
            slices.Count > 0 ? FromSlices(slices, port, isReady) : FromSelector(service, port, isReady);
    }

    ImmutableArray<Backend> FromSlices(
        List<EndpointSliceResource> slices, ServicePortSpec port, bool isReady) =>
    [
        .. from slice in slices
           from slicePort in slice.Ports
           where slicePort.Name == (port.Name ?? "") && slicePort.Protocol == port.Protocol
           from address in isReady ? slice.Addresses : slice.Unready
           select new Backend(addresses.EndAt(address), slicePort.Number),
    ];

    ImmutableArray<Backend> FromSelector(ServiceResource service, ServicePortSpec port, bool isReady)
    {
        if (service.Selector is not { Count: > 0 } selector) return [];
        var families = service.ClusterIPs.Select(address => address.Family).ToHashSet();
        var backends = ImmutableArray.CreateBuilder<Backend>();
        foreach (var pod in _pods[service.Meta.Namespace].Where(pod => pod.IsReady == isReady && Selects(selector, pod)))
        {
            if (TargetOn(pod, port) is not { } target) continue;
            if (!isReady && _unreported.Contains(pod.Id)) continue;
            var reachable = pod.Addresses
                .Where(address => families.Count == 0 || families.Contains(address.Family))
                .ToList();
            if (pod.Addresses.IsEmpty) backends.Add(new Backend(FlowEnd.Of(pod, null), target));
            else backends.AddRange(reachable.Select(address => new Backend(FlowEnd.Of(pod, address), target)));
        }
        return backends.ToImmutable();
    }

    static bool Selects(LabelSet selector, Endpoint pod) =>
        selector.All(label => pod.Labels.TryGet(label.Key, out var value) && value == label.Value);

    // As the endpoints controller does: the first of the name and protocol, regular containers before sidecars.
    static ushort? TargetOn(Endpoint pod, ServicePortSpec port) => port.TargetPort switch
    {
        null => port.Port,
        { Number: { } number } => (ushort)number,
        { Text: var name } => pod.Ports
            .Where(declared => declared.Container != ContainerKind.Init && declared.Name == name
                && declared.Protocol == port.Protocol)
            .Select(declared => (ushort?)declared.Number)
            .FirstOrDefault(),
    };
}

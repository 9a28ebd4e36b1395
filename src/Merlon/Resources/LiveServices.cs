using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>Services and their EndpointSlices, as they come and go. It has one owner.</summary>
/// <param name="podsOf">The pods of a namespace.</param>
sealed class LiveServices(Func<string, IEnumerable<(PodResource Resource, Endpoint? Endpoint)>> podsOf)
{
    readonly Dictionary<(string Namespace, string Name), ServiceResource> _services = [];
    readonly Dictionary<(string Namespace, string Name), EndpointSliceResource> _slices = [];
    readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    ImmutableArray<(string Namespace, string Name)> _asked = [];
    ImmutableArray<Service> _resolved = [];

    public void Put(ServiceResource service)
    {
        _services[(service.Meta.Namespace, service.Meta.Name)] = service;
        Touch(service.Meta.Namespace);
    }

    public void RemoveService(string @namespace, string name)
    {
        _services.Remove((@namespace, name));
        Touch(@namespace);
    }

    public void Put(EndpointSliceResource slice)
    {
        _slices[(slice.Meta.Namespace, slice.Meta.Name)] = slice;
        Touch(slice.Meta.Namespace);
    }

    public void RemoveSlice(string @namespace, string name)
    {
        _slices.Remove((@namespace, name));
        Touch(@namespace);
    }

    /// <summary>What stands behind Services of the namespace may be another.</summary>
    public void Touch(string @namespace) => _touched.Add(@namespace);

    /// <summary>What stands behind some Services; the same list as long as nothing in their namespaces changes.</summary>
    public ImmutableArray<Service> Resolve(ImmutableArray<(string Namespace, string Name)> services)
    {
        if (services != _asked || services.Any(service => _touched.Contains(service.Namespace)))
        {
            _asked = services;
            _resolved =
            [
                .. services.GroupBy(service => service.Namespace, service => service.Name, StringComparer.Ordinal)
                    .SelectMany(group => Resolve(group.Key, group.ToHashSet(StringComparer.Ordinal))),
            ];
        }
        _touched.Clear();
        return _resolved;
    }

    ImmutableArray<Service> Resolve(string @namespace, HashSet<string> names)
    {
        var pods = podsOf(@namespace).ToList();
        ImmutableArray<Endpoint> endpoints = [.. pods.Select(pod => pod.Endpoint).OfType<Endpoint>()];
        var resources = new ResourceSet
        {
            Pods = [.. pods.Select(pod => pod.Resource)],
            Services = [.. names.Select(name => _services.GetValueOrDefault((@namespace, name))).OfType<ServiceResource>()],
            EndpointSlices = [.. _slices.Values.Where(slice => slice.Meta.Namespace == @namespace && slice.ServiceName is { } name && names.Contains(name))],
        };
        return new ServiceResolver(resources, endpoints, new AddressIndex(endpoints)).ResolveAll();
    }
}

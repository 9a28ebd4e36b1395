using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Nftables.Hosts;

/// <summary>On which interfaces of a node its host endpoints are.</summary>
static class HostPlaces
{
    /// <summary>
    /// The host endpoints as a node's ruleset needs them: those of the node that name no interface on each that has an
    /// address that they expect, and of others those whose port names rules may mean.
    /// </summary>
    public static ImmutableArray<HostEndpoint> On(
        string node, ImmutableArray<HostEndpoint> endpoints, ImmutableArray<NodeInterface> interfaces) =>
    [
        .. endpoints.Where(endpoint => endpoint.NodeName == node || !endpoint.Ports.IsEmpty)
            .SelectMany(endpoint => IsNameless(endpoint, node) ? InterfacesOf(endpoint, interfaces).Select(endpoint.On) : [endpoint]),
    ];

    /// <summary>The endpoints of the node that are on no interface: none has an address that they expect.</summary>
    public static IEnumerable<HostEndpoint> Nowhere(
        string node, ImmutableArray<HostEndpoint> endpoints, ImmutableArray<NodeInterface> interfaces) =>
        endpoints.Where(endpoint => IsNameless(endpoint, node) && !InterfacesOf(endpoint, interfaces).Any());

    /// <summary>Whether the node's own interfaces tell where the endpoint is.</summary>
    public static bool IsNameless(HostEndpoint endpoint, string node) => endpoint.NodeName == node && endpoint.InterfaceName is null;

    static IEnumerable<string> InterfacesOf(HostEndpoint endpoint, ImmutableArray<NodeInterface> interfaces) => interfaces
        .Where(@interface => InterfaceName.IsName(@interface.Name) && @interface.Addresses.Any(endpoint.Addresses.Contains))
        .Select(@interface => @interface.Name);
}

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
        .. endpoints.Where(endpoint => endpoint.NodeName == node).SelectMany(endpoint => Of(endpoint, interfaces)),
        .. endpoints.Where(endpoint => endpoint.NodeName != node && !endpoint.Ports.IsEmpty),
    ];

    /// <summary>An endpoint of the node where it is: once for each interface; nothing where it is on none.</summary>
    public static ImmutableArray<HostEndpoint> Of(HostEndpoint endpoint, ImmutableArray<NodeInterface> interfaces) =>
        endpoint.InterfaceName is not null
            ? [endpoint]
            :
            [
                .. interfaces
                    .Where(@interface => InterfaceName.IsName(@interface.Name) && @interface.Addresses.Any(endpoint.Addresses.Contains))
                    .Select(@interface => endpoint.On(@interface.Name)),
            ];
}

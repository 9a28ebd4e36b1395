using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Lab.Planning;

/// <summary>Lists the places of a lab, with names for people and for network namespaces.</summary>
static class PlaceList
{
    /// <summary>The network namespace that has all addresses outside the cluster.</summary>
    public const string OutsideNetns = "outside";

    public static ImmutableArray<LabPlace> From(Cluster cluster, ImmutableArray<IpAddress> outside)
    {
        var shown = cluster.Endpoints.Where(endpoint => !endpoint.IsHostNetwork).ToList();
        var names = shown.CountBy(endpoint => endpoint.Name).ToDictionary(StringComparer.Ordinal);
        var endpoints = shown
            .OrderBy(endpoint => endpoint.Kind == EndpointKind.Node)
            .ThenBy(endpoint => endpoint.Id)
            .Select(endpoint => Of(endpoint, names[endpoint.Name] == 1));
        return [.. endpoints, .. Outside(outside)];
    }

    static LabPlace Of(Endpoint endpoint, bool isOnly) => new()
    {
        Kind = endpoint.Kind == EndpointKind.Node ? PlaceKind.Node : PlaceKind.Pod,
        Id = endpoint.Id.Text,
        Name = isOnly ? endpoint.Name : endpoint.Id.Text,
        // Names of namespaces have no dots and kinds are capitalised, so no two are alike.
        Netns = (endpoint.Kind == EndpointKind.Node ? "node." : "pod.") + endpoint.Id.Text[(endpoint.Kind == EndpointKind.Node ? 5 : 0)..].Replace('/', '.'),
        Node = endpoint.NodeName,
        Namespace = endpoint.Namespace?.Name,
        Addresses = endpoint.Addresses,
    };

    static IEnumerable<LabPlace> Outside(ImmutableArray<IpAddress> addresses)
    {
        var usual = addresses.Where(OutsideAddresses.IsUsual).ToImmutableArray();
        if (!usual.IsEmpty) yield return Outside("outside", usual);
        foreach (var address in addresses.Where(address => !OutsideAddresses.IsUsual(address)))
        {
            yield return Outside(address.ToString(), [address]);
        }
    }

    static LabPlace Outside(string name, ImmutableArray<IpAddress> addresses) => new()
    {
        Kind = PlaceKind.Outside,
        Id = name,
        Name = name,
        Netns = OutsideNetns,
        Addresses = addresses,
    };
}

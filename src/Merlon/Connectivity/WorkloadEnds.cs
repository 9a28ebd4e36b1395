using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Connectivity;

/// <summary>The endpoints of a workload, and the classes that they are of.</summary>
/// <param name="Name">The workload's id.</param>
/// <param name="Endpoints">Its endpoints, in the order of the cluster.</param>
/// <param name="Classes">The distinct classes of their ends with the IP version; null where the address is not
/// known.</param>
/// <param name="AreAllPods">Whether all of them are pods with a network of their own.</param>
sealed record WorkloadEnds(
    string Name,
    ImmutableArray<Endpoint> Endpoints,
    ImmutableArray<(int Class, IpFamily? Family)> Classes,
    bool AreAllPods)
{
    /// <summary>The workloads of the map's cluster, nodes included, ordered by name.</summary>
    public static IReadOnlyList<WorkloadEnds> Of(ConnectivityMap map) =>
    [
        .. map.Evaluator.Cluster.Endpoints
            .GroupBy(endpoint => endpoint.Workload)
            .OrderBy(group => group.Key)
            .Select(group => new WorkloadEnds(
                group.Key.Text,
                [.. group],
                [
                    .. group.SelectMany(endpoint => map.Classes.Of(endpoint).ToArray())
                        .Distinct()
                        .Select(id => (id, map.Classes.Representatives[id].Address?.Family)),
                ],
                group.All(endpoint => endpoint.IsOnPodNetwork))),
    ];
}

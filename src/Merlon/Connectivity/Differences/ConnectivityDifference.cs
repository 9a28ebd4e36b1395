using System.Collections.Immutable;
using Merlon.Connectivity.Groups;

namespace Merlon.Connectivity.Differences;

/// <summary>What changes between two versions of a cluster for the ends that are in both.</summary>
/// <param name="Opened">What is more open in the newer version.</param>
/// <param name="Closed">What is less open in it.</param>
/// <param name="New">Workloads, pods and nodes that only the newer version has: what they may open is no change.</param>
/// <param name="Gone">Those that only the older version has.</param>
/// <param name="Unchanged">How many pairs that are open fare as before.</param>
public sealed record ConnectivityDifference(
    ImmutableArray<ConnectionChange> Opened,
    ImmutableArray<ConnectionChange> Closed,
    ImmutableArray<EndName> New,
    ImmutableArray<EndName> Gone,
    long Unchanged)
{
    public bool IsNone => Opened.IsEmpty && Closed.IsEmpty && New.IsEmpty && Gone.IsEmpty;
}

using System.Collections.Immutable;

namespace Merlon.Connectivity.Groups;

/// <summary>
/// Ends that fare alike by both IP versions: their class by each of them, and their names. One range of each version
/// outside is one unit: what no block tells apart from all the rest.
/// </summary>
/// <param name="V4">Their class as ends of IPv4; null where they have no such address.</param>
/// <param name="V6">Likewise of IPv6. Ends of which no address is known have one class as both.</param>
/// <param name="Names">Workloads, pods and nodes, ordered.</param>
/// <param name="Places">The places of ranges outside.</param>
sealed record Unit(int? V4, int? V6, ImmutableArray<EndName> Names, ImmutableArray<int> Places);

using Merlon.Model;

namespace Merlon.Connectivity.Groups;

/// <summary>Which ends are asked about. A closed world: what is not asked about is left out of every group.</summary>
/// <param name="Inside">Whether a workload, pod or node is meant.</param>
/// <param name="Outside">Whether addresses of a block outside are meant.</param>
public sealed record EndFilter(Func<EndName, bool> Inside, Func<Cidr, bool> Outside)
{
    public static EndFilter Everyone { get; } = new(_ => true, _ => true);
}

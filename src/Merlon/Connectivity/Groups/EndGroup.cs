using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Connectivity.Groups;

/// <summary>Ends that fare alike.</summary>
/// <param name="Inside">Workloads, pods and nodes, ordered.</param>
/// <param name="Outside">Ranges of addresses outside, ordered.</param>
/// <param name="IsAllOutside">Whether the ranges are all there are, of the IP versions at hand.</param>
public sealed record EndGroup(ImmutableArray<EndName> Inside, ImmutableArray<string> Outside, bool IsAllOutside)
{
    public bool IsEmpty => Inside.IsEmpty && Outside.IsEmpty;

    /// <summary>Without the ranges of an IP version that is not told of, or that the other side cannot use.</summary>
    internal EndGroup Usable(IpFamily? told, IReadOnlySet<IpFamily> byOther)
    {
        return this with { Outside = [.. Outside.Where(range => IsUsed(FamilyOf(range)))] };

        bool IsUsed(IpFamily family) => told is null ? byOther.Contains(family) : told == family;
    }

    static IpFamily FamilyOf(string range) =>
        range.Contains(':', StringComparison.Ordinal) ? IpFamily.IPv6 : IpFamily.IPv4;

    public bool Equals(EndGroup? other) => other is not null && Inside.SequenceEqual(other.Inside)
        && (IsAllOutside ? other.IsAllOutside : Outside.SequenceEqual(other.Outside));

    public override int GetHashCode() =>
        Inside.Aggregate(IsAllOutside ? 1 : Outside.Length + 2, (hash, name) => HashCode.Combine(hash, name));
}

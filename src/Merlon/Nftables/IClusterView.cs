using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>
/// Who is where in the whole cluster, for a compiler that itself looks at one node: a cluster at one moment, or one that
/// is kept in step.
/// </summary>
interface IClusterView
{
    /// <summary>The set of addresses whose owners are meant.</summary>
    NftSet.Addresses SetOf(SetMeaning meaning, IpFamily family);

    /// <summary>A set that was asked for before is in use as it was.</summary>
    void Keep(NftSet set);

    /// <summary>Whether the address is the endpoint's: two can briefly claim one.</summary>
    bool IsOwner(Endpoint endpoint, IpAddress address);

    /// <summary>All numbers that any endpoint gives the port name, in order.</summary>
    IEnumerable<ushort> NumbersOf(PortMatch.Named port);

    /// <summary>The addresses in the ranges that others than these endpoints claim.</summary>
    IEnumerable<IpAddress> ClaimedByOthers(ImmutableArray<Cidr> ranges, IReadOnlyCollection<Endpoint> endpoints);
}

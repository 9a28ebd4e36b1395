using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Linux.Links;

/// <summary>A bridge of a host.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="FiltersIPv4">Whether what crosses it passes the hooks of IPv4, as far as the bridge itself says.</param>
/// <param name="FiltersIPv6">The same for IPv6.</param>
/// <param name="Networks">The blocks that its own addresses are in.</param>
public sealed record BridgeLink(int Index, string Name, bool FiltersIPv4, bool FiltersIPv6, ImmutableArray<Cidr> Networks)
{
    public bool IsFiltered => FiltersIPv4 && FiltersIPv6;
}

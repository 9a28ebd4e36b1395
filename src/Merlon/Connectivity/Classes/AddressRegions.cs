using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Connectivity.Classes;

/// <summary>
/// Address space cut at the edges of blocks. Two addresses with the same region are in the same blocks.
/// </summary>
sealed class AddressRegions
{
    readonly UInt128[] _starts4;
    readonly UInt128[] _starts6;

    /// <param name="blocks">The blocks, of any families.</param>
    public AddressRegions(ImmutableArray<Cidr> blocks)
    {
        _starts4 = StartsOf(blocks, IpFamily.IPv4);
        _starts6 = StartsOf(blocks, IpFamily.IPv6);
    }

    /// <summary>A number for the address's stretch between two edges; 0 for no address.</summary>
    public int RegionOf(IpAddress? address)
    {
        if (address is not { } known) return 0;
        var isV4 = known.Family == IpFamily.IPv4;
        var place = Array.BinarySearch(isV4 ? _starts4 : _starts6, known.Value);
        if (place < 0) place = ~place - 1;
        return isV4 ? 1 + place : 1 + _starts4.Length + place;
    }

    static UInt128[] StartsOf(ImmutableArray<Cidr> blocks, IpFamily family)
    {
        var all = Cidr.All(family);
        return
        [
            .. blocks.Where(block => block.Family == family)
                .SelectMany(block => block.Last == all.Last
                    ? new[] { block.First.Value }
                    : [block.First.Value, block.Last.Value + 1])
                .Append(UInt128.Zero)
                .Distinct()
                .Order(),
        ];
    }
}

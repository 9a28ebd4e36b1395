using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>How a set or map is declared.</summary>
/// <param name="Flags">Its <see cref="SetFlags"/>.</param>
/// <param name="KeyType">nft's number of the type of its keys.</param>
/// <param name="KeyLength">Bytes of a key.</param>
/// <param name="DataType">The type of what keys lead to; 0 in a set.</param>
readonly record struct SetShape(uint Flags, uint KeyType, uint KeyLength, uint DataType = 0)
{
    public const uint AddressV4 = 7;
    public const uint AddressV6 = 8;
    public const uint Port = 13;

    const uint Verdict = 0xffffff00;

    public static SetShape Of(NftSet set) => set switch
    {
        NftSet.Addresses addresses => Of(addresses.Family, SetFlags.None),
        NftSet.Blocks blocks => Of(blocks.Family, SetFlags.Interval),
        NftSet.Ports => new SetShape(SetFlags.Interval, Port, sizeof(ushort)),
        _ => throw new InvalidOperationException($"No shape for a {set.GetType().Name}."),
    };

    public static SetShape Of(NftVerdictMap map) => Of(map.Family, SetFlags.Map) with { DataType = Verdict };

    static SetShape Of(IpFamily family, uint flags) =>
        family == IpFamily.IPv4 ? new SetShape(flags, AddressV4, 4) : new SetShape(flags, AddressV6, 16);
}

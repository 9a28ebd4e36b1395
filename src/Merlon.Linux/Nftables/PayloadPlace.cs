using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>Where in a packet a field lies.</summary>
/// <param name="Base">The header.</param>
/// <param name="Offset">Bytes from its start.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Family">The version of IP whose header it is; null for a transport header.</param>
sealed record PayloadPlace(PayloadBase Base, uint Offset, uint Length, IpFamily? Family)
{
    static readonly (PacketField Field, PayloadPlace Place)[] Fields =
    [
        (PacketField.SourceAddressV4, new(PayloadBase.Network, 12, 4, IpFamily.IPv4)),
        (PacketField.DestinationAddressV4, new(PayloadBase.Network, 16, 4, IpFamily.IPv4)),
        (PacketField.SourceAddressV6, new(PayloadBase.Network, 8, 16, IpFamily.IPv6)),
        (PacketField.DestinationAddressV6, new(PayloadBase.Network, 24, 16, IpFamily.IPv6)),
        (PacketField.DestinationPort, new(PayloadBase.Transport, 2, 2, null)),
        (PacketField.SourcePort, new(PayloadBase.Transport, 0, 2, null)),
    ];

    public static PayloadPlace IcmpType { get; } = new(PayloadBase.Transport, 0, 1, null);

    public static PayloadPlace IcmpTypeAndCode { get; } = new(PayloadBase.Transport, 0, 2, null);

    public static PayloadPlace IcmpCode { get; } = new(PayloadBase.Transport, 1, 1, null);

    public static PayloadPlace Of(PacketField field)
    {
        foreach (var (candidate, place) in Fields)
        {
            if (candidate == field) return place;
        }
        throw new InvalidOperationException($"No place in a packet for {field}.");
    }

    /// <summary>The field that lies there; null for none that rules look at.</summary>
    public static PacketField? FieldAt(PayloadBase header, uint offset, uint length)
    {
        foreach (var (field, place) in Fields)
        {
            if ((place.Base, place.Offset, place.Length) == (header, offset, length)) return field;
        }
        return null;
    }
}

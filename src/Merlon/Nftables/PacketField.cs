namespace Merlon.Nftables;

/// <summary>A part of a packet that rules look at.</summary>
public enum PacketField
{
    SourceAddressV4,
    DestinationAddressV4,
    SourceAddressV6,
    DestinationAddressV6,
    DestinationPort,
    SourcePort,
}

using System.Buffers.Binary;
using Merlon.Linux.Netlink;
using Merlon.Model;

namespace Merlon.Linux.Conntrack;

/// <summary>A connection that the kernel tracks.</summary>
/// <param name="message">The kernel's message about it.</param>
readonly ref struct TrackedConnection(NetlinkMessage message)
{
    readonly NetlinkAttributes _attributes = message.Attributes;

    /// <summary>Whether an address is at an end of it, before or after translation.</summary>
    public bool Concerns(IpAddress address) =>
        HasAddress(ConntrackAttribute.Original, address) || HasAddress(ConntrackAttribute.Reply, address);

    public uint Mark => _attributes.UInt32(ConntrackAttribute.Mark) ?? 0;

    /// <summary>Writes what names this connection and no later one between the same ends.</summary>
    public void WriteName(NetlinkWriter writer)
    {
        foreach (var attribute in _attributes)
        {
            switch (attribute.Type)
            {
                case ConntrackAttribute.Original:
                    writer.Nested(attribute.Type, attribute.Value);
                    break;
                case ConntrackAttribute.Id or ConntrackAttribute.Zone:
                    writer.Bytes(attribute.Type, attribute.Value);
                    break;
            }
        }
    }

    bool HasAddress(ushort tuple, IpAddress address)
    {
        foreach (var attribute in _attributes.Nested(tuple).Nested(TupleAttribute.Addresses))
        {
            switch (attribute.Type)
            {
                case TupleAddressAttribute.SourceV4 or TupleAddressAttribute.DestinationV4:
                    if (address.Family == IpFamily.IPv4 && attribute.UInt32 == address.Value) return true;
                    break;
                case TupleAddressAttribute.SourceV6 or TupleAddressAttribute.DestinationV6:
                    var isSame = BinaryPrimitives.ReadUInt128BigEndian(attribute.Value) == address.Value;
                    if (address.Family == IpFamily.IPv6 && isSame) return true;
                    break;
            }
        }
        return false;
    }
}

using Merlon.Linux.Netlink;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>Writes the expressions of one rule, in the sequences that nft makes and can print.</summary>
struct ExpressionWriter(NetlinkWriter writer)
{
    public const byte ProtocolIPv4 = 2;

    const byte ProtocolIPv6 = 10;

    IpFamily? _family;

    public readonly void Meta(MetaKey key)
    {
        using var element = writer.Nest(ListAttribute.Element);
        writer.Text(ExpressionAttribute.Name, ExpressionName.Meta);
        using var data = writer.Nest(ExpressionAttribute.Data);
        writer.UInt32(MetaAttribute.Key, (uint)key);
        writer.UInt32(MetaAttribute.Destination, NftRegister.One);
    }

    /// <summary>Gives the packet what was loaded.</summary>
    public readonly void SetMeta(MetaKey key)
    {
        using var element = writer.Nest(ListAttribute.Element);
        writer.Text(ExpressionAttribute.Name, ExpressionName.Meta);
        using var data = writer.Nest(ExpressionAttribute.Data);
        writer.UInt32(MetaAttribute.Key, (uint)key);
        writer.UInt32(MetaAttribute.Source, NftRegister.One);
    }

    public readonly void NoTrack()
    {
        using var element = writer.Nest(ListAttribute.Element);
        writer.Text(ExpressionAttribute.Name, ExpressionName.NoTrack);
    }

    public readonly void Connection(ConnectionKey key)
    {
        using var element = writer.Nest(ListAttribute.Element);
        writer.Text(ExpressionAttribute.Name, ExpressionName.Connection);
        using var data = writer.Nest(ExpressionAttribute.Data);
        writer.UInt32(ConnectionAttribute.Key, (uint)key);
        writer.UInt32(ConnectionAttribute.Destination, NftRegister.One);
    }

    /// <summary>Gives the connection what was loaded.</summary>
    public readonly void SetConnection(ConnectionKey key)
    {
        using var element = writer.Nest(ListAttribute.Element);
        writer.Text(ExpressionAttribute.Name, ExpressionName.Connection);
        using var data = writer.Nest(ExpressionAttribute.Data);
        writer.UInt32(ConnectionAttribute.Key, (uint)key);
        writer.UInt32(ConnectionAttribute.Source, NftRegister.One);
    }

    /// <summary>Loads a field; one of an IP header only behind a check that the packet has such a header.</summary>
    /// <exception cref="ArgumentException">The rule looks at headers of both versions of IP.</exception>
    public void Load(PacketField field)
    {
        var place = PayloadPlace.Of(field);
        if (place.Family is { } family && _family != family)
        {
            if (_family is not null) throw new ArgumentException("A rule looks at headers of both versions of IP.", nameof(field));
            Version(family);
        }
        Payload(place);
    }

    /// <summary>Checks the version of IP.</summary>
    public void Version(IpFamily family)
    {
        Meta(MetaKey.NetworkProtocol);
        Compare(CompareOperation.Equal, [family == IpFamily.IPv4 ? ProtocolIPv4 : ProtocolIPv6]);
        _family = family;
    }

    public readonly void Payload(PayloadPlace place)
    {
        using var element = writer.Nest(ListAttribute.Element);
        writer.Text(ExpressionAttribute.Name, ExpressionName.Payload);
        using var data = writer.Nest(ExpressionAttribute.Data);
        writer.UInt32(PayloadAttribute.Destination, NftRegister.One);
        writer.UInt32(PayloadAttribute.Base, (uint)place.Base);
        writer.UInt32(PayloadAttribute.Offset, place.Offset);
        writer.UInt32(PayloadAttribute.Length, place.Length);
    }

    public readonly void Compare(CompareOperation operation, ReadOnlySpan<byte> value)
    {
        using var element = writer.Nest(ListAttribute.Element);
        writer.Text(ExpressionAttribute.Name, ExpressionName.Compare);
        using var data = writer.Nest(ExpressionAttribute.Data);
        writer.UInt32(CompareAttribute.Source, NftRegister.One);
        writer.UInt32(CompareAttribute.Operation, (uint)operation);
        Value(CompareAttribute.Data, value);
    }

    /// <summary>Keeps the bits of a mask.</summary>
    public readonly void Mask(ReadOnlySpan<byte> mask) => Mask(mask, stackalloc byte[mask.Length]);

    /// <summary>Keeps the bits of a mask, and turns those of a second one over.</summary>
    public readonly void Mask(ReadOnlySpan<byte> mask, ReadOnlySpan<byte> turned)
    {
        using var element = writer.Nest(ListAttribute.Element);
        writer.Text(ExpressionAttribute.Name, ExpressionName.Bitwise);
        using var data = writer.Nest(ExpressionAttribute.Data);
        writer.UInt32(BitwiseAttribute.Source, NftRegister.One);
        writer.UInt32(BitwiseAttribute.Destination, NftRegister.One);
        writer.UInt32(BitwiseAttribute.Length, (uint)mask.Length);
        Value(BitwiseAttribute.Mask, mask);
        Value(BitwiseAttribute.Xor, turned);
    }

    /// <summary>Looks the loaded field up in a set: it must be there, or must not.</summary>
    public readonly void Lookup(NftName set, bool isNegated)
    {
        using var element = writer.Nest(ListAttribute.Element);
        writer.Text(ExpressionAttribute.Name, ExpressionName.Lookup);
        using var data = writer.Nest(ExpressionAttribute.Data);
        writer.UInt32(LookupAttribute.Source, NftRegister.One);
        writer.Text(LookupAttribute.Set, set.Text);
        if (isNegated) writer.UInt32(LookupAttribute.Flags, LookupFlags.Inverted);
    }

    /// <summary>Takes the verdict that a map has for the loaded field.</summary>
    public readonly void Dispatch(NftName map)
    {
        using var element = writer.Nest(ListAttribute.Element);
        writer.Text(ExpressionAttribute.Name, ExpressionName.Lookup);
        using var data = writer.Nest(ExpressionAttribute.Data);
        writer.UInt32(LookupAttribute.Source, NftRegister.One);
        writer.UInt32(LookupAttribute.Destination, NftRegister.Verdict);
        writer.Text(LookupAttribute.Set, map.Text);
    }

    /// <summary>Sends a copy of the packet to a group.</summary>
    public readonly void Log(string prefix, ushort group)
    {
        using var element = writer.Nest(ListAttribute.Element);
        writer.Text(ExpressionAttribute.Name, ExpressionName.Log);
        using var data = writer.Nest(ExpressionAttribute.Data);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(writer.Attribute(LogAttribute.Group, sizeof(ushort)), group);
        writer.Text(LogAttribute.Prefix, prefix);
    }

    public readonly void Verdict(NftVerdict verdict)
    {
        using var element = writer.Nest(ListAttribute.Element);
        writer.Text(ExpressionAttribute.Name, ExpressionName.Immediate);
        using var data = writer.Nest(ExpressionAttribute.Data);
        writer.UInt32(ImmediateAttribute.Destination, NftRegister.Verdict);
        VerdictEncoding.Write(writer, ImmediateAttribute.Data, verdict);
    }

    readonly void Value(ushort type, ReadOnlySpan<byte> value)
    {
        using var nest = writer.Nest(type);
        writer.Bytes(DataAttribute.Value, value);
    }
}

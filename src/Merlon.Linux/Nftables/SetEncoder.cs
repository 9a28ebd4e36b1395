using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Merlon.Linux.Netlink;

namespace Merlon.Linux.Nftables;

/// <summary>Sets and maps, and their elements.</summary>
static class SetEncoder
{
    // What nft keeps with a set for its own listings: type, length and value of each, in the order of the machine.
    const byte KeyByteOrder = 0;
    const byte DataByteOrder = 1;
    const byte DataInterval = 6;
    const uint BigEndian = 2;
    const byte ElementFlagsType = 1;
    const uint OpenInterval = 1;
    const int UserDataLength = 6;

    // The longest element: key, flags, a verdict with a name, and the headers of all of them.
    const int LongestElement = 512;

    /// <summary>Writes the attributes that declare a set.</summary>
    public static void Declare(NetlinkWriter writer, SetShape shape, uint id)
    {
        var isMap = (shape.Flags & SetFlags.Map) != 0;
        writer.UInt32(SetAttribute.Flags, shape.Flags);
        writer.UInt32(SetAttribute.KeyType, shape.KeyType);
        writer.UInt32(SetAttribute.KeyLength, shape.KeyLength);
        if (isMap)
        {
            writer.UInt32(SetAttribute.DataType, shape.DataType);
            writer.UInt32(SetAttribute.DataLength, 0);
        }
        writer.UInt32(SetAttribute.Id, id);
        var data = writer.Attribute(SetAttribute.UserData, isMap ? 3 * UserDataLength : UserDataLength);
        UserData(data, KeyByteOrder, BigEndian);
        if (!isMap) return;
        UserData(data[UserDataLength..], DataByteOrder, 0);
        UserData(data[(2 * UserDataLength)..], DataInterval, 0);
    }

    /// <summary>Writes as many elements as one message can have, from an index on, and returns the index of the next.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="keyLength">Bytes of a key.</param>
    /// <param name="elements">All elements.</param>
    /// <param name="index">The first one to write.</param>
    /// <param name="keysOnly">Whether verdicts and notes are left out, as when elements are removed.</param>
    public static int WriteElements(NetlinkWriter writer, uint keyLength, ReadOnlySpan<SetElement> elements, int index, bool keysOnly)
    {
        var start = writer.Length;
        using var list = writer.Nest(ElementListAttribute.Elements);
        while (index < elements.Length && writer.Length - start + LongestElement <= NetlinkWriter.MaxAttributeLength)
        {
            Write(writer, keyLength, elements[index++], keysOnly);
        }
        return index;
    }

    static void Write(NetlinkWriter writer, uint keyLength, SetElement element, bool keysOnly)
    {
        using var nest = writer.Nest(ListAttribute.Element);
        if (element.Role == IntervalRole.End) writer.UInt32(ElementAttribute.Flags, ElementFlags.IntervalEnd);
        using (writer.Nest(ElementAttribute.Key)) WriteKey(writer.Attribute(DataAttribute.Value, (int)keyLength), element.Key);
        if (keysOnly) return;
        if (element.Verdict is { } verdict) VerdictEncoding.Write(writer, ElementAttribute.Data, verdict);
        if (element.Role != IntervalRole.OpenStart) return;
        UserData(writer.Attribute(ElementAttribute.UserData, UserDataLength), ElementFlagsType, OpenInterval);
    }

    static void WriteKey(Span<byte> destination, UInt128 key)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
        bytes[^destination.Length..].CopyTo(destination);
    }

    static void UserData(Span<byte> destination, byte type, uint value)
    {
        destination[0] = type;
        destination[1] = sizeof(uint);
        MemoryMarshal.Write(destination[2..], value);
    }
}

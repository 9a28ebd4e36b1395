using System.Buffers.Binary;
using System.Text;

namespace Merlon.Linux.Netlink;

/// <summary>An attribute of a message that was read: its type without flags, and its bytes.</summary>
readonly ref struct NetlinkAttribute(ushort type, ReadOnlySpan<byte> value)
{
    public ushort Type { get; } = type;

    public ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>The value as attributes.</summary>
    public NetlinkAttributes Nested => new(Value);

    /// <exception cref="ArgumentOutOfRangeException">The value is shorter than a number.</exception>
    public uint UInt32 => BinaryPrimitives.ReadUInt32BigEndian(Value);

    /// <summary>The value as text, without the zero that ends it.</summary>
    public string Text => Encoding.UTF8.GetString(Value.TrimEnd((byte)0));
}

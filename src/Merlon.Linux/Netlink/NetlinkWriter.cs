using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Merlon.Linux.Netlink;

/// <summary>Writes netfilter messages, one behind the other, into a buffer that grows. Not thread-safe.</summary>
sealed class NetlinkWriter
{
    /// <summary>The most bytes that one attribute can have, its header included.</summary>
    public const int MaxAttributeLength = ushort.MaxValue;

    const int HeaderLength = 16;
    const int NetfilterHeaderLength = 4;
    const int AttributeHeaderLength = 4;
    const int FlagsOffset = 6;
    const ushort NestedFlag = 0x8000;
    const int InitialCapacity = 1 << 14;
    const int KeptCapacity = 1 << 20;

    byte[] _buffer = new byte[InitialCapacity];
    int _message = -1;

    /// <summary>The number of bytes written so far.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public void Clear()
    {
        Length = 0;
        _message = -1;
        if (_buffer.Length > KeptCapacity) _buffer = new byte[InitialCapacity];
    }

    /// <summary>Begins a message; disposing of the result ends it.</summary>
    /// <param name="type">The subsystem in the high byte, the message in the low one.</param>
    /// <param name="flags">Flags; <see cref="NetlinkFlags.Request"/> is added.</param>
    /// <param name="sequence">The number that replies carry.</param>
    /// <param name="family">The protocol family.</param>
    /// <param name="resource">The resource of the netfilter header: the subsystem of a batch, or 0.</param>
    public Scope Message(ushort type, NetlinkFlags flags, uint sequence, byte family, ushort resource = 0)
    {
        if (_message >= 0) throw new InvalidOperationException("The message before this one has no end.");
        _message = Length;
        var header = Append(HeaderLength + NetfilterHeaderLength);
        MemoryMarshal.Write(header[4..], type);
        MemoryMarshal.Write(header[FlagsOffset..], (ushort)(flags | NetlinkFlags.Request));
        MemoryMarshal.Write(header[8..], sequence);
        header[HeaderLength] = family;
        BinaryPrimitives.WriteUInt16BigEndian(header[(HeaderLength + 2)..], resource);
        return new Scope(this, _message);
    }

    /// <summary>Begins an attribute of attributes; disposing of the result ends it.</summary>
    public Scope Nest(ushort type)
    {
        var start = Length;
        MemoryMarshal.Write(Append(AttributeHeaderLength)[2..], (ushort)(type | NestedFlag));
        return new Scope(this, start);
    }

    public void Bytes(ushort type, ReadOnlySpan<byte> value) => value.CopyTo(Attribute(type, value.Length));

    /// <summary>Writes the rest of a header that is longer than that of netfilter.</summary>
    public void Header(ReadOnlySpan<byte> rest) => rest.CopyTo(Append(rest.Length));

    /// <summary>Writes attributes that are there already as one attribute.</summary>
    public void Nested(ushort type, ReadOnlySpan<byte> attributes) => Bytes((ushort)(type | NestedFlag), attributes);

    public void UInt32(ushort type, uint value) => BinaryPrimitives.WriteUInt32BigEndian(Attribute(type, sizeof(uint)), value);

    /// <summary>Writes text with the zero that ends it.</summary>
    public void Text(ushort type, string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Encoding.UTF8.GetBytes(value, Attribute(type, length + 1));
    }

    /// <summary>Appends an attribute of the given length and returns its value to be filled in.</summary>
    public Span<byte> Attribute(ushort type, int length)
    {
        var total = AttributeHeaderLength + length;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(total, MaxAttributeLength, nameof(length));
        var attribute = Append(total);
        MemoryMarshal.Write(attribute, (ushort)total);
        MemoryMarshal.Write(attribute[2..], type);
        return attribute.Slice(AttributeHeaderLength, length);
    }

    /// <summary>Asks for an acknowledgement of the message that begins at a place.</summary>
    public void Acknowledge(int message) => _buffer[message + FlagsOffset] |= (byte)NetlinkFlags.Acknowledge;

    // INVARIANT: Length is a multiple of 4, and the bytes between values are zero.
    Span<byte> Append(int count)
    {
        var padded = (count + 3) & ~3;
        if (_buffer.Length - Length < padded) Array.Resize(ref _buffer, checked(Math.Max(_buffer.Length * 2, Length + padded)));
        var appended = _buffer.AsSpan(Length, padded);
        appended.Clear();
        Length += padded;
        return appended[..count];
    }

    void End(int start)
    {
        var length = Length - start;
        if (start == _message)
        {
            MemoryMarshal.Write(_buffer.AsSpan(start), length);
            _message = -1;
            return;
        }
        if (length > MaxAttributeLength)
        {
            throw new InvalidOperationException($"An attribute of {length} bytes is longer than netlink can say.");
        }
        MemoryMarshal.Write(_buffer.AsSpan(start), (ushort)length);
    }

    /// <summary>A message or an attribute that is being written; ends where it is disposed of.</summary>
    public readonly ref struct Scope(NetlinkWriter writer, int start) : IDisposable
    {
        public void Dispose() => writer.End(start);
    }
}

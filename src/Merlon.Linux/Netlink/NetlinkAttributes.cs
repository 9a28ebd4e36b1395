using System.Runtime.InteropServices;

namespace Merlon.Linux.Netlink;

/// <summary>The attributes of a message or of another attribute, in order. Ends early where a length makes no sense.</summary>
readonly ref struct NetlinkAttributes(ReadOnlySpan<byte> bytes)
{
    const int HeaderLength = 4;
    const ushort TypeMask = 0x3fff;

    readonly ReadOnlySpan<byte> _bytes = bytes;

    public Enumerator GetEnumerator() => new(_bytes);

    /// <summary>The first attribute of a type.</summary>
    public bool TryGet(ushort type, out NetlinkAttribute found)
    {
        foreach (var attribute in this)
        {
            if (attribute.Type != type) continue;
            found = attribute;
            return true;
        }
        found = default;
        return false;
    }

    /// <summary>The text of an attribute; empty where there is none.</summary>
    public string Text(ushort type) => TryGet(type, out var attribute) ? attribute.Text : "";

    /// <summary>The number in an attribute; null where there is none.</summary>
    public uint? UInt32(ushort type) => TryGet(type, out var attribute) ? attribute.UInt32 : null;

    /// <summary>The bytes of an attribute; none where there is none.</summary>
    public ReadOnlySpan<byte> Bytes(ushort type) => TryGet(type, out var attribute) ? attribute.Value : default;

    /// <summary>The attributes in an attribute; none where there is none.</summary>
    public NetlinkAttributes Nested(ushort type) => new(Bytes(type));

    public ref struct Enumerator(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> _rest = bytes;

        public NetlinkAttribute Current { get; private set; }

        public bool MoveNext()
        {
            if (_rest.Length < HeaderLength) return false;
            var length = MemoryMarshal.Read<ushort>(_rest);
            if (length < HeaderLength || length > _rest.Length) return false;
            var type = (ushort)(MemoryMarshal.Read<ushort>(_rest[2..]) & TypeMask);
            Current = new NetlinkAttribute(type, _rest[HeaderLength..length]);
            _rest = _rest[Math.Min((length + 3) & ~3, _rest.Length)..];
            return true;
        }
    }
}

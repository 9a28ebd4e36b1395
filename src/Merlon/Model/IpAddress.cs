using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Merlon.Model;

/// <summary>
/// An IPv4 or IPv6 address without zone. An IPv4-mapped IPv6 address is its IPv4 address.
/// Ordered by family, then numerically. <c>default</c> is not an address: its <see cref="Family"/> is 0.
/// </summary>
public readonly record struct IpAddress : IComparable<IpAddress>, ISpanFormattable
{
    const int LongestText = 45;

    // Two halves, since code over UInt128 cannot be compiled before it runs.
    readonly ulong _high;
    readonly ulong _low;

    IpAddress(IpFamily family, ulong high, ulong low) => (Family, _high, _low) = (family, high, low);

    public IpFamily Family { get; }

    /// <summary>The address as a number; below 2³² for IPv4.</summary>
    public UInt128 Value => new(_high, _low);

    /// <summary>The number of bits of an address of this family: 32 or 128.</summary>
    public int Bits => Family == IpFamily.IPv4 ? 32 : 128;

    /// <exception cref="ArgumentOutOfRangeException">The value does not fit the family.</exception>
    public static IpAddress Create(IpFamily family, UInt128 value)
    {
        if (family == IpFamily.IPv4) ArgumentOutOfRangeException.ThrowIfGreaterThan(value, uint.MaxValue);
        return new IpAddress(family, (ulong)(value >> 64), (ulong)value);
    }

    /// <summary>Reads dotted decimal without leading zeros, or any RFC 4291 text form without zone.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpAddress address)
    {
        address = default;
        return text.Contains(':') ? TryParseV6(text, out address) : TryParseV4(text, out address);
    }

    /// <exception cref="FormatException">The text is not an address.</exception>
    public static IpAddress Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"`{text}` is not an IP address.");

    public int CompareTo(IpAddress other) => Family != other.Family ? ((int)Family).CompareTo((int)other.Family)
        : _high != other._high ? _high.CompareTo(other._high)
        : _low.CompareTo(other._low);

    public bool Equals(IpAddress other) => Family == other.Family && _high == other._high && _low == other._low;

    public override int GetHashCode() => HashCode.Combine(_high, _low);

    /// <summary>Dotted decimal, or the canonical form of RFC 5952.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{this}");

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        if (Family == IpFamily.IPv4)
        {
            var v = (uint)_low;
            return destination.TryWrite(
                CultureInfo.InvariantCulture,
                $"{v >> 24}.{(v >> 16) & 255}.{(v >> 8) & 255}.{v & 255}",
                out charsWritten);
        }
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _high);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _low);
        return new IPAddress(bytes).TryFormat(destination, out charsWritten);
    }

    /// <summary>The address with all bits beyond the prefix cleared.</summary>
    internal IpAddress FirstOf(int prefixLength)
    {
        var (high, low) = BitsBeyond(Family, prefixLength);
        return new IpAddress(Family, _high & ~high, _low & ~low);
    }

    /// <summary>The address with all bits beyond the prefix set.</summary>
    internal IpAddress LastOf(int prefixLength)
    {
        var (high, low) = BitsBeyond(Family, prefixLength);
        return new IpAddress(Family, _high | high, _low | low);
    }

    // A shift by 64 would be none.
    static (ulong High, ulong Low) BitsBeyond(IpFamily family, int prefixLength) => (family, prefixLength) switch
    {
        (IpFamily.IPv4, _) => (0, (1UL << (32 - prefixLength)) - 1),
        (_, 0) => (ulong.MaxValue, ulong.MaxValue),
        (_, <= 64) => ((1UL << (64 - prefixLength)) - 1, ulong.MaxValue),
        _ => (0, (1UL << (128 - prefixLength)) - 1),
    };

    static bool TryParseV4(ReadOnlySpan<char> text, out IpAddress address)
    {
        address = default;
        uint value = 0;
        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (++parts > 4 || part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0')) return false;
            if (!byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var octet)) return false;
            value = (value << 8) | octet;
        }
        if (parts != 4) return false;
        address = new IpAddress(IpFamily.IPv4, 0, value);
        return true;
    }

    static bool TryParseV6(ReadOnlySpan<char> text, out IpAddress address)
    {
        address = default;
        // IPAddress also reads zones, brackets and ports; none of them belongs to an address of a policy.
        if (text.Length > LongestText || text.ContainsAny('%', '[', ']')) return false;
        if (!IPAddress.TryParse(text, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }
        Span<byte> bytes = stackalloc byte[16];
        parsed.TryWriteBytes(bytes, out _);
        var (high, low) = (BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        address = parsed.IsIPv4MappedToIPv6
            ? new IpAddress(IpFamily.IPv4, 0, low & uint.MaxValue)
            : new IpAddress(IpFamily.IPv6, high, low);
        return true;
    }
}

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

    IpAddress(IpFamily family, UInt128 value) => (Family, Value) = (family, value);

    public IpFamily Family { get; }

    /// <summary>The address as a number; below 2³² for IPv4.</summary>
    public UInt128 Value { get; }

    /// <summary>The number of bits of an address of this family: 32 or 128.</summary>
    public int Bits => BitsOf(Family);

    /// <exception cref="ArgumentOutOfRangeException">The value does not fit the family.</exception>
    public static IpAddress Create(IpFamily family, UInt128 value)
    {
        if (family == IpFamily.IPv4) ArgumentOutOfRangeException.ThrowIfGreaterThan(value, uint.MaxValue);
        return new IpAddress(family, value);
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

    public int CompareTo(IpAddress other) =>
        Family != other.Family ? Family.CompareTo(other.Family) : Value.CompareTo(other.Value);

    /// <summary>Dotted decimal, or the canonical form of RFC 5952.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{this}");

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        if (Family == IpFamily.IPv4)
        {
            var v = (uint)Value;
            return destination.TryWrite(
                CultureInfo.InvariantCulture,
                $"{v >> 24}.{(v >> 16) & 255}.{(v >> 8) & 255}.{v & 255}",
                out charsWritten);
        }
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return new IPAddress(bytes).TryFormat(destination, out charsWritten);
    }

    internal static int BitsOf(IpFamily family) => family == IpFamily.IPv4 ? 32 : 128;

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
        address = new IpAddress(IpFamily.IPv4, value);
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
        var value = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        address = parsed.IsIPv4MappedToIPv6
            ? new IpAddress(IpFamily.IPv4, value & uint.MaxValue)
            : new IpAddress(IpFamily.IPv6, value);
        return true;
    }
}

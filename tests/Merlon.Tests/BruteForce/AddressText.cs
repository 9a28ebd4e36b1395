using System.Globalization;
using System.Net;
using System.Numerics;

namespace Merlon.Tests.BruteForce;

/// <summary>Arithmetic on addresses written as text, to make blocks and to find the addresses at their edges.</summary>
static class AddressText
{
    public static bool IsIPv6(string address) => address.Contains(':') && !IsMappedIPv4(address);

    /// <summary>The block of the given prefix length around an address.</summary>
    public static string Block(string address, int length)
    {
        var first = Text(FirstOf(address, length), Width(address));
        return string.Create(CultureInfo.InvariantCulture, $"{first}/{length}");
    }

    /// <summary>The first and last address of a block and the addresses just outside of it, if any.</summary>
    public static IEnumerable<string> Edges(string cidr)
    {
        var (address, length) = Split(cidr);
        var width = Width(address);
        var first = FirstOf(address, length);
        var last = first + (BigInteger.One << (width - length)) - 1;
        return new[] { first - 1, first, last, last + 1 }
            .Where(edge => edge >= 0 && edge < BigInteger.One << width)
            .Select(edge => Text(edge, width));
    }

    static bool IsMappedIPv4(string address) => IPAddress.Parse(address).IsIPv4MappedToIPv6;

    static (string Address, int Length) Split(string cidr)
    {
        var slash = cidr.IndexOf('/', StringComparison.Ordinal);
        return (cidr[..slash], int.Parse(cidr.AsSpan(slash + 1), CultureInfo.InvariantCulture));
    }

    static int Width(string address) => address.Contains(':') ? 128 : 32;

    static BigInteger FirstOf(string address, int length)
    {
        var free = Width(address) - length;
        return (Number(address) >> free) << free;
    }

    static BigInteger Number(string address) =>
        new(IPAddress.Parse(address).GetAddressBytes(), isUnsigned: true, isBigEndian: true);

    static string Text(BigInteger number, int width)
    {
        var bytes = new byte[width / 8];
        var digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(bytes, bytes.Length - digits.Length);
        return new IPAddress(bytes).ToString();
    }
}

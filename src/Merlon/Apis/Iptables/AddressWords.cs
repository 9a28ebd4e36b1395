using System.Globalization;
using System.Text.RegularExpressions;
using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Apis.Iptables;

/// <summary>Reads the addresses of rules: an address, a block with a length or a mask, a range.</summary>
static partial class AddressWords
{
    /// <summary>Reads <c>address</c> or <c>address/mask</c>. Bits beyond the mask are dropped, as iptables does.</summary>
    /// <returns>The condition; null with the reason where it is none.</returns>
    public static FirewallMatch? Read(string text, PacketEnd end, IpFamily family, bool isNegated, out string? error)
    {
        error = null;
        var slash = text.IndexOf('/');
        var name = slash < 0 ? text : text[..slash];
        if (!TryAddress(name, slash >= 0, out var address))
        {
            return HostName().IsMatch(name) && !Placeholder().IsMatch(name)
                ? new FirewallMatch.Unknowable($"what `{name}` resolved to when the rule was loaded")
                : Fail($"`{text}` is not an address: iptables asks for it as the name of a host, and fails", out error);
        }
        if (address.Family != family)
        {
            return Fail($"{address} is {address.Family}, and this is a rule of {family}", out error);
        }
        if (slash < 0) return FirewallMatch.Address.Of(end, Cidr.Of(address), isNegated);
        var mask = text[(slash + 1)..];
        if (int.TryParse(mask, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return length <= address.Bits
                ? FirewallMatch.Address.Of(end, Cidr.Containing(address, length), isNegated)
                : Fail($"`/{mask}` is longer than an {family} address", out error);
        }
        if (!IpAddress.TryParse(mask, out var bits) || bits.Family != family)
        {
            return Fail($"`{mask}` is neither a prefix length nor a mask", out error);
        }
        return PrefixLength(bits) is { } prefix
            ? FirewallMatch.Address.Of(end, Cidr.Containing(address, prefix), isNegated)
            : new FirewallMatch.Unknowable($"the mask {mask}, which has holes");
    }

    /// <summary>Reads <c>first-last</c> or one address.</summary>
    public static FirewallMatch? ReadRange(
        string text, PacketEnd end, IpFamily family, bool isNegated, out string? error)
    {
        error = null;
        var parts = text.Split('-');
        if (parts.Length > 2 || !IpAddress.TryParse(parts[0], out var first) || !IpAddress.TryParse(parts[^1], out var last)
            || first.Family != family || last.Family != family || first.CompareTo(last) > 0)
        {
            return Fail($"`{text}` is not a range of {family} addresses such as 192.0.2.1-192.0.2.9", out error);
        }
        return new FirewallMatch.Address(end, first, last, isNegated);
    }

    /// <summary>Whether the text is a placeholder such as <c>X.X.X.11</c> or <c>&lt;node&gt;</c>.</summary>
    public static bool IsPlaceholder(string text) => Placeholder().IsMatch(text.Split('/')[0]);

    // A block may leave out its last numbers: 10/8.
    static bool TryAddress(string text, bool mayBeShort, out IpAddress address)
    {
        if (IpAddress.TryParse(text, out address)) return true;
        if (!mayBeShort || !Digits().IsMatch(text)) return false;
        var dots = text.Count(c => c == '.');
        return dots < 3 && IpAddress.TryParse(text + string.Concat(Enumerable.Repeat(".0", 3 - dots)), out address);
    }

    static int? PrefixLength(IpAddress mask)
    {
        var length = 0;
        while (length < mask.Bits && (mask.Value >> (mask.Bits - 1 - length) & 1) == 1) length++;
        return Cidr.Containing(mask, length).First == mask && (length == mask.Bits || NoBitsBeyond(mask, length))
            ? length
            : null;
    }

    static bool NoBitsBeyond(IpAddress mask, int length) =>
        (mask.Value & ((UInt128.One << (mask.Bits - length)) - 1)) == 0;

    static FirewallMatch? Fail(string message, out string? error)
    {
        error = message;
        return null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$")]
    private static partial Regex HostName();

    // Only numbers and dots is an address that went wrong, and X stands for a number that nobody filled in.
    [GeneratedRegex(@"^[\d.]+$|^<.*>$|^(?:(?:[xX]{1,3}|\d{1,3})\.){3}(?:[xX]{1,3}|\d{1,3})$")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^\d{1,3}(\.\d{1,3}){0,2}$")]
    private static partial Regex Digits();
}

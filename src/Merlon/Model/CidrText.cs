using System.Globalization;

namespace Merlon.Model;

/// <summary>Reads CIDR text as an API server does, and says what is unusual about it.</summary>
public static class CidrText
{
    const int MappedPrefix = 96;

    /// <summary>
    /// Reads <c>address/length</c>. For <see cref="CidrFault.None"/>, <see cref="CidrFault.HostBits"/>,
    /// <see cref="CidrFault.LeadingZeros"/> and <see cref="CidrFault.Mapped"/> the block is what servers before
    /// Kubernetes 1.36 make of the text; newer ones refuse all but the first.
    /// </summary>
    public static CidrFault Read(ReadOnlySpan<char> text, out Cidr cidr)
    {
        cidr = default;
        var slash = text.IndexOf('/');
        if (slash < 0) return TryLegacyAddress(text, out _, out _) ? CidrFault.NoPrefix : CidrFault.Syntax;
        var addressText = text[..slash];
        var lengthText = text[(slash + 1)..];
        if (!TryLegacyAddress(addressText, out var address, out var zeros)) return CidrFault.Syntax;
        if (lengthText.Length is 0 or > 4
            || !int.TryParse(lengthText, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return CidrFault.Syntax;
        }
        zeros |= lengthText.Length > 1 && lengthText[0] == '0';

        var mapped = address.Family == IpFamily.IPv4 && addressText.Contains(':');
        if (mapped)
        {
            if (length is < MappedPrefix or > 128) return CidrFault.Syntax;
            length -= MappedPrefix;
        }
        if (length > address.Bits) return CidrFault.Syntax;
        cidr = Cidr.Containing(address, length);
        if (mapped) return CidrFault.Mapped;
        if (zeros) return CidrFault.LeadingZeros;
        return cidr.First == address ? CidrFault.None : CidrFault.HostBits;
    }

    static bool TryLegacyAddress(ReadOnlySpan<char> text, out IpAddress address, out bool leadingZeros)
    {
        leadingZeros = false;
        if (IpAddress.TryParse(text, out address)) return true;
        if (text.Contains(':') || text.Length > 32) return false;
        var trimmed = string.Join('.', text.ToString().Split('.').Select(WithoutLeadingZeros));
        leadingZeros = trimmed.Length != text.Length;
        return IpAddress.TryParse(trimmed, out address);
    }

    static string WithoutLeadingZeros(string octet) =>
        octet.Length > 1 && octet.TrimStart('0') is var rest ? rest.Length == 0 ? "0" : rest : octet;
}

namespace Merlon.Model;

/// <summary>What keeps a text from being a strict CIDR.</summary>
public enum CidrFault
{
    None,

    /// <summary>Not of the form address/length at all.</summary>
    Syntax,

    /// <summary>An address without <c>/length</c>.</summary>
    NoPrefix,

    /// <summary>Bits are set beyond the prefix. The masked block is still given.</summary>
    HostBits,

    /// <summary>A number has leading zeros. The block is still given, read as decimal.</summary>
    LeadingZeros,

    /// <summary>An IPv4-mapped IPv6 block. The IPv4 block is still given where the prefix covers the mapping.</summary>
    Mapped,
}

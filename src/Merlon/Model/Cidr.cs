namespace Merlon.Model;

/// <summary>
/// A block of addresses with a common prefix, without bits set beyond it. Two blocks are disjoint or nested.
/// Ordered by first address, the larger block first. <c>default</c> is not a block.
/// </summary>
public readonly record struct Cidr : IComparable<Cidr>
{
    Cidr(IpAddress first, int prefixLength) => (First, PrefixLength) = (first, prefixLength);

    /// <summary>The lowest address of the block.</summary>
    public IpAddress First { get; }

    public int PrefixLength { get; }

    public IpFamily Family => First.Family;

    /// <summary>The highest address of the block.</summary>
    public IpAddress Last => First.LastOf(PrefixLength);

    /// <summary>The block of the given length that holds the address; bits beyond the prefix are cleared.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or exceeds the family's bits.</exception>
    public static Cidr Containing(IpAddress address, int prefixLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, address.Bits);
        return new Cidr(address.FirstOf(prefixLength), prefixLength);
    }

    /// <summary>The block of one address.</summary>
    public static Cidr Of(IpAddress address) => new(address, address.Bits);

    /// <summary>All addresses of a family.</summary>
    public static Cidr All(IpFamily family) => Containing(IpAddress.Create(family, 0), 0);

    /// <summary>Reads <c>address/length</c> in its strict form: no leading zeros, no bits beyond the prefix.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Cidr cidr) =>
        CidrText.Read(text, out cidr) == CidrFault.None;

    /// <exception cref="FormatException">The text is not a strict CIDR.</exception>
    public static Cidr Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var cidr) ? cidr : throw new FormatException($"`{text}` is not a CIDR.");

    public bool Contains(IpAddress address) =>
        address.Family == Family && address.FirstOf(PrefixLength) == First;

    /// <summary>
    /// Whether every address of <paramref name="other"/> is in this block; true for the block itself.
    /// </summary>
    public bool Contains(Cidr other) => other.PrefixLength >= PrefixLength && Contains(other.First);

    public bool Equals(Cidr other) => First == other.First && PrefixLength == other.PrefixLength;

    public override int GetHashCode() => HashCode.Combine(First.GetHashCode(), PrefixLength);

    public int CompareTo(Cidr other)
    {
        var byFirst = First.CompareTo(other.First);
        return byFirst != 0 ? byFirst : PrefixLength.CompareTo(other.PrefixLength);
    }

    public override string ToString() => $"{First}/{PrefixLength}";
}

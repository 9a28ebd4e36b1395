using System.Globalization;

namespace Merlon.Model;

/// <summary>A protocol by its IANA number. Ordered by number.</summary>
/// <param name="Number">The number in the IP header.</param>
public readonly record struct Protocol(byte Number) : IComparable<Protocol>
{
    public static readonly Protocol Icmp = new(1);
    public static readonly Protocol Tcp = new(6);
    public static readonly Protocol Udp = new(17);
    public static readonly Protocol IcmpV6 = new(58);
    public static readonly Protocol Sctp = new(132);

    /// <summary>Whether its packets carry ports.</summary>
    public bool HasPorts => this == Tcp || this == Udp || this == Sctp;

    public bool IsIcmp => this == Icmp || this == IcmpV6;

    /// <summary>Reads <c>TCP</c>, <c>UDP</c>, <c>SCTP</c>, <c>ICMP</c> or <c>ICMPv6</c> in any case.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Protocol protocol)
    {
        protocol = text switch
        {
            _ when text.Equals("TCP", StringComparison.OrdinalIgnoreCase) => Tcp,
            _ when text.Equals("UDP", StringComparison.OrdinalIgnoreCase) => Udp,
            _ when text.Equals("SCTP", StringComparison.OrdinalIgnoreCase) => Sctp,
            _ when text.Equals("ICMP", StringComparison.OrdinalIgnoreCase) => Icmp,
            _ when text.Equals("ICMPv6", StringComparison.OrdinalIgnoreCase) => IcmpV6,
            _ => default,
        };
        return protocol != default;
    }

    public int CompareTo(Protocol other) => Number.CompareTo(other.Number);

    public override string ToString() => Number switch
    {
        1 => "ICMP",
        6 => "TCP",
        17 => "UDP",
        58 => "ICMPv6",
        132 => "SCTP",
        _ => Number.ToString(CultureInfo.InvariantCulture),
    };
}

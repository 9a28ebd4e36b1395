using Merlon.Model;

namespace Merlon.Lab.Planning;

/// <summary>What is asked of a destination: a port, or an echo. Ordered by protocol, then number.</summary>
/// <param name="Protocol">TCP, UDP or SCTP; ICMP stands for both versions.</param>
/// <param name="Number">The port; 0 for ICMP.</param>
public readonly record struct ProbePort(Protocol Protocol, ushort Number) : IComparable<ProbePort>
{
    public static ProbePort Echo { get; } = new(Protocol.Icmp, 0);

    /// <summary>The protocol that packets of the family carry.</summary>
    public Protocol ProtocolIn(IpFamily family) =>
        Protocol.IsIcmp && family == IpFamily.IPv6 ? Protocol.IcmpV6 : Protocol;

    public int CompareTo(ProbePort other) =>
        Protocol != other.Protocol ? Protocol.CompareTo(other.Protocol) : Number.CompareTo(other.Number);

    /// <summary><c>6379/tcp</c>, or <c>icmp</c>.</summary>
    public override string ToString()
    {
        var protocol = Protocol.ToString().ToLowerInvariant();
        return Protocol.HasPorts ? $"{Number}/{protocol}" : protocol;
    }
}
